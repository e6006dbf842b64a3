import { backOff, systemClock, type Clock } from '../clock.js';
import { retryAfterMs } from '../http.js';
import { HubRefused } from '../problem.js';
import { Tokens, type TokenSource } from '../token.js';
import { signalR, type HubConnection, type MakeConnection } from './connection.js';
import { faultTo, Follower, type FollowerPorts, type Numbered } from './follower.js';
import type { HubCalls, HubEvents, HubJobs, HubName, SubscribeReply } from './messages.js';

/** Whether the connection stands: `waiting` until it is back, `closed` for good. */
export type HubState = 'connecting' | 'live' | 'waiting' | 'closed';

export interface HubSettings {
  /** Where the server is, for instance https://dispatch.example. */
  url: string;
  /** The bearer token, or what gives one: asked before the one before ends, and after an attempt that failed. Of the share hub: the link's token. */
  token: TokenSource;
  /** The connection came, went or is over; with the error that did it. */
  onState?: (state: HubState, error?: Error) => void;
  /** What listeners throw, and answers that cannot be read. Default: console.error. */
  onFault?: (fault: unknown, subject: string) => void;
  /** In place of SignalR's connection. */
  connection?: MakeConnection;
  /** In place of the platform's `fetch`, which asks a server why it refuses a connection. */
  fetch?: typeof fetch;
  /** In place of the machine's clock, for tests. */
  clock?: Clock;
}

/** Hears a stream: one call at a time, each waited for when it gives a promise. */
export interface StreamListener<N extends HubName> {
  /** One more fact. */
  event(event: HubEvents[N]): unknown;
  /** All there is, in place of what was known of the stream: first, and whenever the hub cannot say what was missed. */
  snapshot(reply: SubscribeReply<HubEvents[N], HubJobs[N]>): unknown;
  /** The hub will not have it any longer; nothing more comes. */
  refused?(refusal: HubRefused): unknown;
}

/** A stream or map that is followed. */
export interface Subscription {
  readonly subject: string;
  /** Of what was told last. */
  readonly epoch: number;
  readonly sequence: number;
  /** Nothing more is told. */
  close(): Promise<void>;
}

export const firstDelayMs = 500;
export const longestDelayMs = 10_000;

// However long a server asks to be left alone.
const longestAskedMs = 120_000;
const askTimeoutMs = 5_000;

// One that does not stand this long has not stood: whoever is cut off at once, with a token that is over for instance, does not come back every moment.
const standsAfterMs = 10_000;

/** A connection to a hub that comes back by itself, for as long as it takes, and takes its streams up where they were. */
export class Hub<N extends HubName> {
  protected readonly clock: Clock;
  protected readonly fault: (fault: unknown, subject: string) => void;
  private readonly followers = new Map<string, Follower<Numbered>>();
  private readonly connection: HubConnection;
  private readonly tokens: Tokens;
  private readonly liveListeners = new Set<() => void>();
  private current: HubState = 'connecting';
  private life = new AbortController();
  protected readonly over = new AbortController();
  private planned = false;
  private openedAt = 0;
  private attempts = 0;
  private askedMs: number | undefined;
  // Failures until the server is asked why; Infinity once it would have let the client in.
  private untilAsked = 0;
  private readonly url: string;

  protected constructor(
    readonly name: N,
    private readonly settings: HubSettings,
  ) {
    this.clock = settings.clock ?? systemClock;
    this.fault = faultTo(settings.onFault);
    this.tokens = new Tokens(settings.token, this.clock);
    const make = settings.connection ?? signalR;
    this.url = `${settings.url.replace(/\/+$/, '')}/hubs/${name}`;
    if (name === 'share') {
      if (typeof settings.token !== 'string') {
        throw new TypeError('The share hub takes the token of the link, which is not renewed.');
      }

      this.connection = make(`${this.url}?token=${encodeURIComponent(settings.token)}`, undefined);
    } else {
      this.connection = make(this.url, async () => (await this.tokens.get()) ?? '');
    }

    this.connection.on('Event', (event: HubEvents[N]) => this.followers.get(event.stream)?.receive(event));
    this.connection.onclose((error) => this.closed(error));
  }

  get state(): HubState {
    return this.current;
  }

  /** Connects, once: what goes wrong is the caller's to know. From then on it comes back by itself. */
  async start(): Promise<void> {
    try {
      await this.connection.start();
    } catch (error) {
      this.finish(asError(error));
      throw error;
    }

    this.opened();
  }

  /** Follows a stream over all connections. Settled when the first answer was told; rejected with HubRefused when the hub will not have it. */
  async subscribe(stream: string, listener: StreamListener<N>): Promise<Subscription> {
    const subject = nameOf(stream);
    return this.follow<HubEvents[N]>(subject, {
      message: (event) => listener.event(event),
      refused: (refusal) => listener.refused?.(refusal),
      ask: async (epoch, after, tell) => {
        const reply = await this.call<SubscribeReply<HubEvents[N], HubJobs[N]>>('Subscribe', subject, epoch, after);
        if (!reply.recovered) {
          await tell(() => listener.snapshot(reply));
        } else {
          for (const missed of reply.events ?? []) {
            if (missed.sequence > after) {
              await tell(() => listener.event(missed));
            }
          }
        }

        return reply;
      },
      leave: 'Unsubscribe',
      subjectOfLeave: subject,
    });
  }

  /** Hears what the hub calls beside its streams: the latest counts, nothing is repeated. Until the returned function is called. */
  on<C extends keyof HubCalls[N] & string>(call: C, listener: (message: HubCalls[N][C]) => void): () => void {
    const guarded = (message: HubCalls[N][C]) => {
      try {
        listener(message);
      } catch (fault) {
        this.fault(fault, call);
      }
    };
    this.connection.on(call, guarded);
    return () => this.connection.off(call, guarded);
  }

  /** Ends the connection and all that is followed. */
  async close(): Promise<void> {
    this.finish();
    await this.connection.stop();
  }

  /** Calls the hub. A refusal is a HubRefused. */
  protected async call<T>(method: string, ...args: unknown[]): Promise<T> {
    try {
      return await this.connection.invoke<T>(method, ...args);
    } catch (error) {
      throw HubRefused.from(String(method === 'Subscribe' ? args[0] : method), error) ?? error;
    }
  }

  /** Called each time the connection stands; at once when it does. */
  protected whenLive(listener: () => void): () => void {
    this.liveListeners.add(listener);
    if (this.current === 'live') {
      listener();
    }

    return () => this.liveListeners.delete(listener);
  }

  /** Gives a message to whoever follows the subject. */
  protected deliver(subject: string, message: Numbered): void {
    this.followers.get(subject)?.receive(message);
  }

  /** Asks anew for what a subject tells, where it is followed. */
  protected askAgain(subject: string): void {
    this.followers.get(subject)?.refresh();
  }

  protected async follow<M extends Numbered>(
    subject: string,
    ports: Pick<FollowerPorts<M>, 'ask' | 'message' | 'refused'> & { leave: string; subjectOfLeave: string },
  ): Promise<Subscription> {
    if (this.current === 'closed') {
      throw new Error(`${subject}: the connection is closed.`);
    }

    if (this.followers.has(subject)) {
      throw new Error(`${subject} is followed already.`);
    }

    const follower = new Follower<M>({
      ...ports,
      subject,
      clock: this.clock,
      fault: this.fault,
      refused: (refusal) => {
        this.forget(subject, follower);
        return ports.refused(refusal);
      },
    });
    this.followers.set(subject, follower as unknown as Follower<Numbered>);
    const answered = follower.begin();
    if (this.current === 'live') {
      follower.resume();
    }

    try {
      await answered;
    } catch (error) {
      this.forget(subject, follower);
      throw error;
    }

    return {
      subject,
      get epoch() {
        return follower.epoch;
      },
      get sequence() {
        return follower.sequence;
      },
      close: async () => {
        if (follower.closed) {
          return;
        }

        follower.close();
        this.forget(subject, follower);
        if (this.current === 'live') {
          // A connection that breaks here has no subscriptions any more, either.
          await this.connection.invoke(ports.leave, ports.subjectOfLeave).catch(() => undefined);
        }
      },
    };
  }

  private forget<M extends Numbered>(subject: string, follower: Follower<M>): void {
    if (this.followers.get(subject) === (follower as unknown as Follower<Numbered>)) {
      this.followers.delete(subject);
    }
  }

  private opened(): void {
    if (this.current === 'closed') {
      // Closed while it came up.
      void this.connection.stop();
      return;
    }

    this.life = new AbortController();
    this.openedAt = this.clock.now();
    this.untilAsked = 0;
    this.tell('live');
    this.followers.forEach((follower) => follower.resume());
    this.liveListeners.forEach((listener) => listener());
    void this.renewInTime(this.life.signal);
  }

  private closed(error: Error | undefined): void {
    this.life.abort();
    this.followers.forEach((follower) => follower.lost());
    if (this.current === 'closed') {
      return;
    }

    if (error && /\bunauthenticated\b/.test(error.message)) {
      // A share link that is void stays void.
      this.finish(error);
      return;
    }

    this.tell('waiting', error);
    void this.comeBack();
  }

  private async comeBack(): Promise<void> {
    this.attempts = this.clock.now() - this.openedAt < standsAfterMs ? this.attempts : 0;
    while (this.current !== 'closed') {
      // The first time a random part of the first wait, for all whose server went come at once; and at once when it was planned.
      const chance = this.clock.random();
      // A server that says when to come again is left alone until then, and up to half as long again: it tells all the same.
      const asked = this.askedMs === undefined ? undefined : this.askedMs * (1 + chance / 2);
      this.askedMs = undefined;
      const wait = this.planned ? 0 : asked !== undefined ? asked : this.attempts === 0 ? chance * firstDelayMs : backOff(this.attempts - 1, firstDelayMs, longestDelayMs, chance);
      this.planned = false;
      this.attempts++;
      await this.clock.wait(wait, this.over.signal);
      if (this.over.signal.aborted) {
        return;
      }

      try {
        await this.connection.start();
        this.opened();
        return;
      } catch (error) {
        // A browser does not say why: it may be the token.
        this.tokens.forget();
        this.tell('waiting', asError(error));
        this.askedMs = this.untilAsked-- > 0 ? undefined : await this.whenAgain();
      }
    }
  }

  /**
   * When to come again, where the server says so: it has enough connections (429, 503). A WebSocket does not tell why it failed; the negotiation before one is refused alike, and does. Asked at the
   * first failure and then at every third, after a wait that was asked for at the next, and no more once the answer was 200: then it fails for another reason.
   */
  private async whenAgain(): Promise<number | undefined> {
    const ask = this.settings.fetch ?? (this.settings.connection ? undefined : fetch);
    if (!ask) {
      return undefined;
    }

    this.untilAsked = 2;
    try {
      const token = this.name === 'share' ? undefined : await this.tokens.get();
      const query = this.name === 'share' ? `&token=${encodeURIComponent(String(this.settings.token))}` : '';
      const answer = await ask(`${this.url}/negotiate?negotiateVersion=1${query}`, {
        method: 'POST',
        headers: token ? { authorization: `Bearer ${token}` } : {},
        signal: AbortSignal.any([this.over.signal, AbortSignal.timeout(askTimeoutMs)]),
      });
      await answer.body?.cancel();
      const wait = answer.status === 429 || answer.status === 503 ? retryAfterMs(answer, this.clock.now()) : undefined;
      this.untilAsked = answer.ok ? Infinity : wait ? 0 : 2;
      return wait ? Math.min(wait, longestAskedMs) : undefined;
    } catch {
      // Nobody is there.
      return undefined;
    }
  }

  /** The server ends a connection with its token. Before that another token is asked for, and the connection made anew with it. */
  private async renewInTime(life: AbortSignal): Promise<void> {
    const wait = this.name === 'share' ? undefined : this.tokens.renewIn();
    if (wait === undefined) {
      return;
    }

    await this.clock.wait(wait, life);
    for (let attempt = 0; !life.aborted; attempt++) {
      try {
        const before = this.tokens.ends;
        await this.tokens.ask();
        if (!life.aborted && this.tokens.ends !== undefined && before !== undefined && this.tokens.ends > before) {
          this.planned = true;
          await this.connection.stop();
        }

        return;
      } catch (error) {
        // Whoever gives tokens is away for the moment; this one is still good.
        this.fault(error, 'token');
        await this.clock.wait(backOff(attempt, firstDelayMs, longestDelayMs, this.clock.random()), life);
      }
    }
  }

  private finish(error?: Error): void {
    if (this.current !== 'closed') {
      this.life.abort();
      this.over.abort();
      this.tell('closed', error);
      this.followers.forEach((follower) => follower.close(error));
      this.followers.clear();
    }
  }

  private tell(state: HubState, error?: Error): void {
    this.current = state;
    try {
      this.settings.onState?.(state, error);
    } catch (fault) {
      this.fault(fault, 'onState');
    }
  }
}

/** The name as the hub writes it: ids without dashes. */
function nameOf(stream: string): string {
  return stream.startsWith('market/') ? stream : stream.replace(/-/g, '').toLowerCase();
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
