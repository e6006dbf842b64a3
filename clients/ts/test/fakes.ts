import type { Clock, HubConnection, JobChanged, MakeConnection, SubscribeReply } from 'o2o-dispatch-client';

/** Time moves by `advance` alone; waits that are due end in order. */
export class ManualClock implements Clock {
  chance = 0.5;
  readonly waited: number[] = [];
  private at = 1_000_000;
  private waits: { due: number; done: () => void }[] = [];

  now(): number {
    return this.at;
  }

  random(): number {
    return this.chance;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.waited.push(milliseconds);
    return new Promise((resolve) => {
      if (signal?.aborted || milliseconds <= 0) {
        resolve();
        return;
      }

      const done = () => {
        this.waits = this.waits.filter((other) => other !== wait);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const wait = { due: this.at + milliseconds, done };
      this.waits.push(wait);
      signal?.addEventListener('abort', done);
    });
  }

  async advance(milliseconds: number): Promise<void> {
    const until = this.at + milliseconds;
    await settled();
    for (;;) {
      const next = this.waits.filter((wait) => wait.due <= until).sort((a, b) => a.due - b.due)[0];
      if (!next) {
        break;
      }

      this.at = next.due;
      next.done();
      await settled();
    }

    this.at = until;
  }
}

/** All that is ready to run has run. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A hub with one stream: it remembers the latest events, and answers as docs/reference/push.md says. */
export class FakeHub {
  epoch = 7;
  last = 0;
  remembered = 100;
  /** What is wrong with the hub: thrown by Subscribe. */
  refusal: string | undefined;
  /** Whether a connection can be made. */
  up = true;
  /** Whether pushed events arrive. */
  deliver = true;
  /** Held back: Subscribe answers when it is called. */
  hold: Promise<void> | undefined;
  readonly tokens: string[] = [];
  readonly calls: unknown[][] = [];
  readonly connections: FakeConnection[] = [];
  private log: JobChanged[] = [];

  readonly connect: MakeConnection = (url, token) => {
    const connection = new FakeConnection(this, url, token);
    this.connections.push(connection);
    return connection;
  };

  get connection(): FakeConnection {
    return this.connections.at(-1)!;
  }

  /** One more event. */
  push(times = 1): void {
    for (let i = 0; i < times; i++) {
      const event = this.event(++this.last);
      this.log.push(event);
      this.log = this.log.slice(-this.remembered);
      if (this.deliver && this.connection.subscribed) {
        this.connection.receive('Event', event);
      }
    }
  }

  event(sequence: number, epoch = this.epoch): JobChanged {
    return { stream: 'job/1', epoch, sequence, at: '2026-01-01T00:00:00Z', type: 'job_changed', event: `e${sequence}`, job: {} as JobChanged['job'] };
  }

  /** Everything is forgotten: a restart of a node whose sequences are its own. */
  restart(): void {
    this.epoch++;
    this.last = 0;
    this.log = [];
  }

  subscribe(epoch: number, after: number): SubscribeReply<JobChanged> {
    const missed = this.log.filter((event) => event.sequence > after);
    const recovered = epoch === this.epoch && after <= this.last && missed.length === this.last - after;
    return { stream: 'job/1', recovered, epoch: this.epoch, sequence: this.last, events: recovered ? missed : [], jobs: [] };
  }
}

export class FakeConnection implements HubConnection {
  subscribed = false;
  open = false;
  private readonly handlers = new Map<string, ((message: never) => void)[]>();
  private ended: ((error?: Error) => void) | undefined;
  private broken: (() => void)[] = [];

  constructor(
    private readonly hub: FakeHub,
    readonly url: string,
    private readonly token: (() => Promise<string>) | undefined,
  ) {}

  async start(): Promise<void> {
    if (!this.hub.up) {
      throw new Error('WebSocket failed to connect.');
    }

    this.hub.tokens.push((await this.token?.()) ?? '');
    this.open = true;
  }

  async stop(): Promise<void> {
    this.break(undefined);
  }

  /** The connection is gone. */
  break(error: Error | undefined = new Error('The socket closed.')): void {
    if (this.open) {
      this.open = false;
      this.subscribed = false;
      this.broken.splice(0).forEach((fail) => fail());
      this.ended?.(error);
    }
  }

  async invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    this.hub.calls.push([method, ...args]);
    if (!this.open) {
      throw new Error("Cannot send data if the connection is not in the 'Connected' State.");
    }

    if (this.hub.hold) {
      // Subscribed before the answer is made, as the server does it.
      this.subscribed = true;
      await Promise.race([this.hub.hold, new Promise((_, reject) => this.broken.push(() => reject(new Error('Invocation canceled due to the underlying connection being closed.'))))]);
    }

    if (method === 'Unsubscribe') {
      this.subscribed = false;
      return undefined as T;
    }

    if (this.hub.refusal) {
      throw new Error(`An unexpected error occurred invoking '${method}' on the server. HubException: ${this.hub.refusal}`);
    }

    this.subscribed = true;
    return this.hub.subscribe(args[1] as number, args[2] as number) as T;
  }

  on(method: string, handler: (message: never) => void): void {
    this.handlers.set(method, [...(this.handlers.get(method) ?? []), handler]);
  }

  off(method: string, handler: (message: never) => void): void {
    this.handlers.set(method, (this.handlers.get(method) ?? []).filter((other) => other !== handler));
  }

  onclose(handler: (error?: Error) => void): void {
    this.ended = handler;
  }

  receive(method: string, message: unknown): void {
    this.handlers.get(method)?.forEach((handler) => handler(message as never));
  }
}
