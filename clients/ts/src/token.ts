import type { Clock } from './clock.js';

/** A bearer token, or what gives one. It is asked when the one before is about to end, or was refused. */
export type TokenSource = string | (() => string | Promise<string>);

// Asked for this long before the end at the latest; of a short life, a fifth of it.
const leadMs = 60_000;

/** Keeps a token as long as it is good. */
export class Tokens {
  private current: { token: string; asked: number; lead: number; ends: number } | undefined;
  private asking: Promise<string> | undefined;

  constructor(
    private readonly source: TokenSource | undefined,
    private readonly clock: Clock,
  ) {}

  /** The token to show now; undefined when nobody is signed in. */
  async get(): Promise<string | undefined> {
    if (typeof this.source !== 'function') {
      return this.source;
    }

    if (this.current && this.clock.now() < this.current.ends - this.current.lead) {
      return this.current.token;
    }

    return this.ask();
  }

  /** Asks for another, at once for all who wait for it. */
  ask(): Promise<string> {
    const source = this.source;
    if (typeof source !== 'function') {
      return Promise.resolve(source ?? '');
    }

    return (this.asking ??= (async () => {
      // A source that throws at once must find `asking` set.
      await null;
      try {
        const token = await source();
        const now = this.clock.now();
        const ends = endOf(token) ?? Number.POSITIVE_INFINITY;
        this.current = { token, asked: now, ends, lead: Math.min(leadMs, Math.max(0, ends - now) / 5) };
        return token;
      } finally {
        this.asking = undefined;
      }
    })());
  }

  /** When the one that is kept ends, in milliseconds since 1970. */
  get ends(): number | undefined {
    return this.current?.ends;
  }

  /** The server did not take it, or may not have. */
  forget(token = this.current?.token): void {
    if (this.current?.token === token) {
      this.current = undefined;
    }
  }

  /** How long until another one is to be had, in milliseconds; undefined when that is not known, or nothing gives another. */
  renewIn(): number | undefined {
    const { current } = this;
    if (!current || !Number.isFinite(current.ends) || current.ends <= current.asked) {
      return undefined;
    }

    // Not all at once: up to half of the lead later.
    return Math.max(0, current.ends - current.lead * (1 - this.clock.random() / 2) - this.clock.now());
  }
}

/** When a JSON Web Token ends, in milliseconds since 1970; undefined for what does not say. */
export function endOf(token: string): number | undefined {
  try {
    const part = token.split('.')[1] ?? '';
    const claims: unknown = JSON.parse(atob(part.replace(/-/g, '+').replace(/_/g, '/')));
    const ends = (claims as { exp?: unknown }).exp;
    return typeof ends === 'number' ? ends * 1000 : undefined;
  } catch {
    return undefined;
  }
}
