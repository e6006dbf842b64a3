import { heardServerTime } from './clock';
import { ApiProblem } from './problem';
import type { Session } from './session';
import type { Problem } from './types';

export type Query = Record<string, string | number | undefined>;

/** HTTP to the server, in its JSON, with its errors as ApiProblem. */
export class Api {
  constructor(private readonly session?: Session) {}

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.send<T>('GET', path + queryText(query), undefined, undefined, signal);
  }

  post<T>(path: string, body?: unknown, key?: string): Promise<T> {
    return this.send<T>('POST', path, body, key);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.send<T>('DELETE', path);
  }

  /** Sends a command until the server has answered it: every attempt has the same key, so that it is done once. */
  async postUntilAnswered<T>(path: string, body: unknown, key: string, waiting?: (fault: ApiProblem) => void, attempts = 12): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.post<T>(path, body, key);
      } catch (fault) {
        if (!(fault instanceof ApiProblem) || !fault.isPassing || attempt >= attempts) {
          throw fault;
        }

        waiting?.(fault);
        await pause((fault.retryAfterSeconds ?? Math.min(0.5 * attempt, 4)) * 1000);
      }
    }
  }

  private async send<T>(method: string, path: string, body?: unknown, key?: string, signal?: AbortSignal, renewed = false): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (this.session) {
      headers.Authorization = `Bearer ${await this.session.bearer(renewed)}`;
    }

    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }

    if (key) {
      headers['Idempotency-Key'] = key;
    }

    let response: Response;
    try {
      response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal });
    } catch (fault) {
      throw signal?.aborted ? fault : ApiProblem.unreachable();
    }

    heardServerTime(response.headers.get('Date'));
    if (response.ok) {
      return (response.status === 204 ? undefined : await response.json()) as T;
    }

    const problem = ApiProblem.of(
      response.status,
      (await response.json().catch(() => undefined)) as Problem | undefined,
      response.headers.get('Retry-After'),
    );
    if (problem.status === 401 && this.session && !renewed) {
      return this.send<T>(method, path, body, key, signal, true);
    }

    throw problem;
  }
}

/** A fresh key for a command that must be done once. */
export function newKey(): string {
  return crypto.randomUUID();
}

export function queryText(query?: Query): string {
  const parts = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
