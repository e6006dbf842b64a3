/** A refusal over HTTP (problem+json), as docs/reference/api.md lists them. */
export class DispatchProblem extends Error {
  override readonly name = 'DispatchProblem';

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** Names the refusal; `foreign_answer` when somebody else than the API answered, a proxy for instance. */
    readonly slug: string,
    /** What was wrong and what to do. */
    readonly detail: string,
    /** Of bad input (`input_invalid`): every fault, by field. */
    readonly errors: Readonly<Record<string, readonly string[]>> = {},
    /** Finds the request in the server's logs. */
    readonly traceId?: string,
    /** How long the server asks to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    const fields = Object.entries(errors).map(([field, faults]) => `${field}: ${faults.join(' ')}`);
    super([`${status} ${slug}: ${detail}`, ...fields].join('\n'));
  }
}

/** A hub refused a call. */
export class HubRefused extends Error {
  override readonly name = 'HubRefused';

  constructor(
    /** What was asked for: a stream, a map or a method. */
    readonly subject: string,
    /** Why, as docs/reference/push.md lists it; `foreign_answer` when the hub named no slug. */
    readonly slug: string,
    /** Finds the call in the server's logs. */
    readonly traceId?: string,
    options?: ErrorOptions,
  ) {
    super(`${subject}: ${slug}${traceId ? ` (trace ${traceId})` : ''}`, options);
  }

  /** Whether the same may be asked again in a while. */
  get passes(): boolean {
    return ['rate_limited', 'store_unavailable', 'unavailable', 'fault'].includes(this.slug);
  }

  /** SignalR puts words of its own before the slug; a fault has its trace behind it. Undefined for an error that is no answer of a hub. */
  static from(subject: string, error: unknown): HubRefused | undefined {
    const text = error instanceof Error ? error.message : String(error);
    const told = /HubException: ([a-z][a-z_]*)(?: trace_id=(\S+))?$/.exec(text);
    if (told) {
      return new HubRefused(subject, told[1]!, told[2], { cause: error });
    }

    return /^(Failed to invoke|An unexpected error occurred invoking) '/.test(text) ? new HubRefused(subject, 'foreign_answer', undefined, { cause: error }) : undefined;
  }
}
