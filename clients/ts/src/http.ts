import type { paths } from './api.js';
import { backOff, systemClock, type Clock } from './clock.js';
import { newKey } from './key.js';
import { DispatchProblem } from './problem.js';
import { Tokens, type TokenSource } from './token.js';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths of the API that take a method. */
export type PathsWith<M extends Method> = { [P in keyof paths]: M extends keyof paths[P] ? P : never }[keyof paths];

type Operation<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never;
type Part<O, Name extends string> = O extends { parameters: { [N in Name]: infer V } } ? { [N in Name]: V } : O extends { parameters: { [N in Name]?: infer V } } ? { [N in Name]?: V } : unknown;
type BodyPart<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? { body: B } : O extends { requestBody?: { content: { 'application/json': infer B } } } ? { body?: B } : unknown;

/** What every request may say. */
export interface RequestOptions {
  /** Ends the request and its repetitions. */
  signal?: AbortSignal;
  /** Of a POST: names the command, 1 to 100 visible ASCII characters. One of your own lets you repeat it later, from anywhere; else one is made for the call. */
  idempotencyKey?: string;
}

/** What a request of a route says: `path` and `query` by name, and its `body`. */
export type RequestOf<P extends keyof paths, M extends Method> = RequestOptions & Part<Operation<P, M>, 'path'> & Part<Operation<P, M>, 'query'> & BodyPart<Operation<P, M>>;

/** What a route answers; undefined where it answers nothing (204). */
export type AnswerOf<P extends keyof paths, M extends Method> = Operation<P, M> extends { responses: infer R }
  ? { [S in keyof R]: R[S] extends { content: { 'application/json': infer A } } ? A : undefined }[keyof R]
  : never;

/** Left out where nothing has to be said. */
export type Arguments<T> = Record<string, never> extends T ? [request?: T] : [request: T];

export interface HttpSettings {
  /** Where the server is, for instance https://dispatch.example. */
  url: string;
  /** The bearer token of who asks; none for what anybody may. */
  token?: TokenSource;
  /** The key of an integrator, instead of a token. Hubs take tokens alone. */
  apiKey?: string;
  /** Repetitions of one request at the most, 0 to 20. Default: 4. */
  retryLimit?: number;
  /** The wait before the first repetition in milliseconds; each further one is twice as long, less up to half of it at random. Default: 200. */
  firstDelayMs?: number;
  /** The longest wait in milliseconds. A server that asks for a longer one gets no repetition. Default: 30,000. */
  longestDelayMs?: number;
  /** How long one attempt may take, in milliseconds. Default: 15,000. */
  attemptTimeoutMs?: number;
  /** In place of the platform's `fetch`. */
  fetch?: typeof fetch;
  /** In place of the machine's clock, for tests. */
  clock?: Clock;
}

// Asked twice, they do it twice: these are repeated only when the server says that it has not taken them in.
const once = new Set<string>([
  '/v1/dev/sign-in',
  '/v1/ops/api-keys',
  ...['/v1/webhook-endpoints', '/v1/merchant/webhook-endpoints'].flatMap((path) => [path, `${path}/{id}/roll-secret`]),
]);

/** Requests to the API, typed by path: repeated where that is harmless, refusals as DispatchProblem. */
export class DispatchHttp {
  protected readonly clock: Clock;
  protected readonly tokens: Tokens;
  private readonly server: string;
  private readonly retryLimit: number;
  private readonly firstDelay: number;
  private readonly longestDelay: number;
  private readonly attemptTimeout: number;

  constructor(protected readonly settings: HttpSettings) {
    this.server = settings.url.replace(/\/+$/, '');
    this.clock = settings.clock ?? systemClock;
    this.tokens = new Tokens(settings.token, this.clock);
    this.retryLimit = within('retryLimit', settings.retryLimit ?? 4, 0, 20);
    this.firstDelay = within('firstDelayMs', settings.firstDelayMs ?? 200, 1, 600_000);
    this.longestDelay = within('longestDelayMs', settings.longestDelayMs ?? 30_000, 1, 600_000);
    this.attemptTimeout = within('attemptTimeoutMs', settings.attemptTimeoutMs ?? 15_000, 1, 600_000);
    if (!/^https?:\/\//.test(this.server)) {
      throw new RangeError(`url: an http or https address is expected, not ${settings.url}.`);
    }
  }

  get<P extends PathsWith<'get'>>(path: P, ...request: Arguments<RequestOf<P, 'get'>>): Promise<AnswerOf<P, 'get'>> {
    return this.send('get', path, request[0]);
  }

  post<P extends PathsWith<'post'>>(path: P, ...request: Arguments<RequestOf<P, 'post'>>): Promise<AnswerOf<P, 'post'>> {
    return this.send('post', path, request[0]);
  }

  put<P extends PathsWith<'put'>>(path: P, ...request: Arguments<RequestOf<P, 'put'>>): Promise<AnswerOf<P, 'put'>> {
    return this.send('put', path, request[0]);
  }

  delete<P extends PathsWith<'delete'>>(path: P, ...request: Arguments<RequestOf<P, 'delete'>>): Promise<AnswerOf<P, 'delete'>> {
    return this.send('delete', path, request[0]);
  }

  private async send<T>(method: Method, path: string, request: unknown): Promise<T> {
    const said = (request ?? {}) as RequestOptions & { path?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
    const url = this.server + filled(path, said.path ?? {}) + queried(said.query ?? {});
    const headers: Record<string, string> = { accept: 'application/json' };
    if (method === 'post' && !once.has(path)) {
      // The same one for every attempt: whatever became of an earlier one, the command is carried out once.
      headers['idempotency-key'] = said.idempotencyKey ?? newKey();
    }

    if (this.settings.apiKey !== undefined) {
      headers['x-api-key'] = this.settings.apiKey;
    }

    const body = said.body === undefined ? undefined : JSON.stringify(said.body);
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
    }

    let renewed = false;
    for (let attempt = 0; ; attempt++) {
      said.signal?.throwIfAborted();
      const token = await this.tokens.get();
      try {
        return await this.attempt<T>(method, url, token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` }, body, said.signal);
      } catch (failure) {
        said.signal?.throwIfAborted();
        if (failure instanceof DispatchProblem && failure.status === 401 && typeof this.settings.token === 'function' && !renewed) {
          // It ended sooner than it said, or the keys that sign are others by now. Once: a second refusal is the answer.
          renewed = true;
          this.tokens.forget(token);
          continue;
        }

        const wait = this.waitAfter(failure, attempt, !once.has(path));
        if (wait === undefined) {
          throw failure;
        }

        await this.clock.wait(wait, said.signal);
      }
    }
  }

  private async attempt<T>(method: Method, url: string, headers: Record<string, string>, body: string | undefined, signal: AbortSignal | undefined): Promise<T> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new DOMException(`${method.toUpperCase()} ${url}: no answer within ${this.attemptTimeout} ms.`, 'TimeoutError')), this.attemptTimeout);
    const aborted = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', aborted);
    try {
      const response = await (this.settings.fetch ?? fetch)(url, { method: method.toUpperCase(), headers, signal: stop.signal, ...(body === undefined ? {} : { body }) });
      const text = await response.text();
      if (!response.ok) {
        throw problem(response, text, this.clock.now());
      }

      return (text.length === 0 ? undefined : parsed(response, text)) as T;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    }
  }

  /** How long to wait before the next attempt; undefined when there is none. */
  private waitAfter(failure: unknown, attempt: number, freely: boolean): number | undefined {
    if (attempt >= this.retryLimit) {
      return undefined;
    }

    if (failure instanceof DispatchProblem) {
      const refused = failure.status === 429 || failure.slug === 'in_flight';
      if (!refused && !(freely && [502, 503, 504].includes(failure.status))) {
        return undefined;
      }

      if (failure.retryAfterMs !== undefined) {
        // Asked to wait: that long, and a little of one's own, so that not all come back in the same instant.
        return failure.retryAfterMs > this.longestDelay ? undefined : failure.retryAfterMs + this.clock.random() * this.firstDelay;
      }
    } else if (!freely) {
      return undefined;
    }

    return backOff(attempt, this.firstDelay, this.longestDelay, this.clock.random());
  }
}

function within(name: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most)) {
    throw new RangeError(`${name}: ${least} to ${most} is expected, not ${value}.`);
  }

  return value;
}

function filled(path: string, values: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === null || value === '') {
      throw new RangeError(`${path}: ${name} is missing.`);
    }

    return encodeURIComponent(String(value));
  });
}

function queried(values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) {
        query.append(name, String(one));
      }
    }
  }

  const text = query.toString();
  return text.length === 0 ? '' : `?${text}`;
}

/** How long an answer asks to wait, by seconds or by a date; undefined when it does not say. */
export function retryAfterMs(response: Response, now: number): number | undefined {
  const asked = response.headers.get('retry-after');
  return asked === null ? undefined : /^\d+$/.test(asked) ? Number(asked) * 1000 : Math.max(0, Date.parse(asked) - now) || undefined;
}

function parsed(response: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw foreign(response, text);
  }
}

function problem(response: Response, text: string, now: number): DispatchProblem {
  const retryAfter = retryAfterMs(response, now);
  try {
    const told = JSON.parse(text) as { slug?: unknown; detail?: string; title?: string; errors?: Record<string, string[]>; trace_id?: string };
    if (typeof told.slug === 'string') {
      return new DispatchProblem(response.status, told.slug, told.detail ?? told.title ?? '', told.errors, told.trace_id, retryAfter);
    }
  } catch {
    // Told below as what it is: an answer that the API does not give.
  }

  return foreign(response, text, retryAfter);
}

function foreign(response: Response, text: string, retryAfter?: number): DispatchProblem {
  return new DispatchProblem(response.status, 'foreign_answer', text.slice(0, 200), {}, undefined, retryAfter);
}
