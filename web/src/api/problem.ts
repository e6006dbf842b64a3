import type { Problem } from './types';

/** Why a request did not succeed, in words that can be shown. Status 0: the server was not reached. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    message: string,
    readonly retryAfterSeconds?: number,
    readonly traceId?: string,
  ) {
    super(message);
  }

  static unreachable(): ApiProblem {
    return new ApiProblem(0, 'unreachable', 'The server cannot be reached.');
  }

  static of(status: number, body: Problem | undefined, retryAfter?: string | null): ApiProblem {
    const slug = body?.slug ?? `http_${status}`;
    const faults = Object.entries(body?.errors ?? {}).map(([field, texts]) => `${field}: ${texts.join(' ')}`);
    const said = body?.detail ?? body?.title ?? `The server answered ${status}.`;
    const seconds = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
    return new ApiProblem(status, slug, [said, ...faults.filter((fault) => !said.includes(fault))].join(' '), seconds, body?.trace_id);
  }

  /** Whether the same request, with the same Idempotency-Key, may do better in a moment. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504 || this.slug === 'in_flight';
  }
}

/** What to show for anything that was thrown. */
export function wordsOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
