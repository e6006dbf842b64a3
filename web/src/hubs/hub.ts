import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { Session } from '../api/session';
import type { Envelope, SubscribeReply } from '../api/types';
import { Box } from '../ui/box';
import { retryDelay } from './retry';
import { StreamCursor } from './streamCursor';

export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'stopped';

export interface StreamHandler {
  /** One more fact. */
  event(event: Envelope): void;
  /** All there is: replaces what was known of the stream. */
  snapshot(reply: SubscribeReply): void;
  /** The server refused; the text is the slug. */
  refused?(slug: string): void;
}

/** A hub connection that comes back by itself and takes its streams up where they were. */
export class Hub {
  readonly state = new Box<LinkState>('connecting');
  private readonly connection: HubConnection;
  private readonly streams = new Map<string, { cursor: StreamCursor; handler: StreamHandler; busy: boolean }>();
  private readonly liveListeners = new Set<() => void>();
  private attempts = 0;
  private stopped = false;

  constructor(url: string, session?: Session) {
    this.connection = new HubConnectionBuilder()
      .withUrl(url, session ? { accessTokenFactory: () => session.bearer(this.attempts > 0) } : {})
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: (context) => {
          this.attempts = context.previousRetryCount + 1;
          return retryDelay(context.previousRetryCount, Math.random());
        },
      })
      .configureLogging(LogLevel.None)
      .build();
    this.connection.on('Event', (event: Envelope) => this.received(event));
    this.connection.onreconnecting(() => this.state.set('reconnecting'));
    this.connection.onreconnected(() => this.live());
    this.connection.onclose(() => {
      if (!this.stopped) {
        this.state.set('reconnecting');
        void this.start();
      }
    });
  }

  /** Connects, and goes on trying until it is stopped. */
  async start(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.connection.start();
        this.live();
        return;
      } catch {
        this.attempts++;
        if (!this.stopped) {
          this.state.set('reconnecting');
        }

        await new Promise((resolve) => setTimeout(resolve, retryDelay(this.attempts, Math.random())));
      }
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.state.set('stopped');
    await this.connection.stop();
  }

  /** Hears what the server calls, until the returned function is called. */
  on<T>(method: string, handler: (message: T) => void): () => void {
    this.connection.on(method, handler);
    return () => this.connection.off(method, handler);
  }

  invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    return this.connection.invoke<T>(method, ...args);
  }

  get isLive(): boolean {
    return this.connection.state === HubConnectionState.Connected;
  }

  /** Called each time the connection stands, the first time included. */
  onLive(listener: () => void): () => void {
    this.liveListeners.add(listener);
    if (this.isLive) {
      listener();
    }

    return () => this.liveListeners.delete(listener);
  }

  /** Follows a stream over all connections until the returned function is called. */
  follow(stream: string, handler: StreamHandler): () => void {
    this.streams.set(stream, { cursor: new StreamCursor(), handler, busy: false });
    if (this.isLive) {
      void this.subscribe(stream);
    }

    return () => {
      this.streams.delete(stream);
      if (this.isLive) {
        this.invoke('Unsubscribe', stream).catch(() => undefined);
      }
    };
  }

  private live(): void {
    this.attempts = 0;
    this.state.set('live');
    for (const stream of this.streams.keys()) {
      void this.subscribe(stream);
    }

    for (const listener of this.liveListeners) {
      listener();
    }
  }

  private received(event: Envelope): void {
    const followed = this.streams.get(event.stream);
    if (!followed) {
      return;
    }

    const verdict = followed.cursor.take(event);
    if (verdict === 'apply') {
      followed.handler.event(event);
    } else if (verdict === 'resubscribe') {
      void this.subscribe(event.stream);
    }
  }

  private async subscribe(stream: string): Promise<void> {
    const followed = this.streams.get(stream);
    if (!followed || followed.busy) {
      return;
    }

    followed.busy = true;
    let again = false;
    try {
      followed.cursor.begin();
      const reply = await this.invoke<SubscribeReply>('Subscribe', stream, followed.cursor.epoch, followed.cursor.sequence);
      if (this.streams.get(stream) !== followed) {
        return;
      }

      const settled = followed.cursor.settle(reply);
      if (!reply.recovered) {
        followed.handler.snapshot(reply);
      }

      for (const event of settled.events) {
        followed.handler.event(event);
      }

      again = settled.again;
    } catch (fault) {
      followed.cursor.fail();
      // A connection that broke subscribes again when it is back. Who may not or asks for nothing that is there is told so; anything else passes.
      if (this.isLive) {
        const slug = slugOf(fault);
        if (/unknown|not_found|forbidden|input_invalid/.test(slug)) {
          followed.handler.refused?.(slug);
        } else {
          setTimeout(() => this.isLive && void this.subscribe(stream), 3000);
        }
      }
    } finally {
      followed.busy = false;
    }

    if (again) {
      void this.subscribe(stream);
    }
  }
}

/** The slug at the end of a HubException's message: "An unexpected error occurred ... HubException: job_unknown". */
export function slugOf(fault: unknown): string {
  const text = fault instanceof Error ? fault.message : String(fault);
  return text.split('HubException: ').at(-1) ?? text;
}
