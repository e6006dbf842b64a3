import { backOff, type Clock } from '../clock.js';
import { HubRefused } from '../problem.js';

/** A message with a place in an order. */
export interface Numbered {
  epoch: number;
  sequence: number;
}

/** What a follower asks and tells. */
export interface FollowerPorts<M extends Numbered> {
  /** Names it in errors. */
  subject: string;
  /** Asks the hub for all after a position and tells it, in order, through `tell`. Gives the position after it. */
  ask(epoch: number, after: number, tell: (what: () => unknown) => Promise<void>): Promise<Numbered>;
  /** Tells one message; `again` asks for everything anew, where the message contradicts what was known. */
  message(message: M, again: () => void): unknown;
  /** The hub will not have it any longer. */
  refused(refusal: HubRefused): unknown;
  /** What a listener threw, and what could not be asked for. */
  fault(fault: unknown, subject: string): void;
  clock: Clock;
}

// Messages that wait for a listener at the most. Beyond, they are dropped and asked for again: the hub knows the state, this queue is no store.
const waiting = 1_000;
const firstDelayMs = 500;
const longestDelayMs = 30_000;

/**
 * Keeps one stream without gaps and duplicates. What was told is known by epoch and sequence; after a gap, another epoch, a reconnect, or when too much waits,
 * the hub is asked for what was missed. One message is handled after the other; what a listener throws is told, and the next message is the next.
 */
export class Follower<M extends Numbered> {
  /** Of what was told last; 0 before the first answer. */
  epoch = 0;
  sequence = 0;
  private readonly inbox: M[] = [];
  private readonly end = new AbortController();
  private first: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  private connected = false;
  private stale = true;
  private working = false;
  private behind = 0;
  private readonly again = () => {
    this.stale = true;
  };

  constructor(private readonly ports: FollowerPorts<M>) {}

  /** Settled by the first answer. */
  begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.first = { resolve, reject };
    });
  }

  /** The connection stands, anew or for the first time: all after the last message is asked for. */
  resume(): void {
    this.connected = true;
    this.stale = true;

    // What the connection before has left is in the answer: asked for from the last message that was told.
    this.inbox.length = 0;
    this.work();
  }

  /** The connection is gone. What has come and waits is still told, as far as it goes on without a gap. */
  lost(): void {
    this.connected = false;
  }

  /** A message of the hub. */
  receive(message: M): void {
    if (this.inbox.length >= waiting) {
      this.inbox.length = 0;
      this.stale = true;
    }

    this.inbox.push(message);
    this.work();
  }

  /** Something else is wanted: all of it is asked for anew. */
  refresh(): void {
    this.stale = true;
    this.work();
  }

  /** It is over: nothing more is told. */
  close(error?: unknown): void {
    this.end.abort();
    this.inbox.length = 0;
    this.first?.reject(error ?? new Error(`${this.ports.subject}: closed before the first answer.`));
    this.first = undefined;
  }

  get closed(): boolean {
    return this.end.signal.aborted;
  }

  private work(): void {
    if (!this.working && !this.closed) {
      this.working = true;
      void this.loop();
    }
  }

  private async loop(): Promise<void> {
    while (!this.closed) {
      if (this.stale && this.connected) {
        await this.renew();
        continue;
      }

      // Before the first answer nothing can be told: what waits came after the subscription and may be contained in it.
      const next = this.epoch === 0 ? undefined : this.inbox.shift();
      if (next === undefined) {
        break;
      }

      await this.take(next);
    }

    this.working = false;
  }

  private async take(message: M): Promise<void> {
    if (message.sequence === 0) {
      await this.tell(() => this.ports.message(message, this.again));
      return;
    }

    if (message.epoch === this.epoch && message.sequence <= this.sequence) {
      return;
    }

    if (message.epoch === this.epoch && message.sequence === this.sequence + 1) {
      this.sequence = message.sequence;
      this.behind = 0;
      await this.tell(() => this.ports.message(message, this.again));
      return;
    }

    // A gap, or counting began anew. When the answer is there, the message is looked at again; without a connection the next one brings it.
    this.stale = true;
    if (!this.connected) {
      return;
    }

    await this.renew();
    if (this.stale || message.epoch !== this.epoch || message.sequence <= this.sequence) {
      return;
    }

    if (message.sequence === this.sequence + 1) {
      this.inbox.unshift(message);
    } else {
      // The answer is older than what was pushed, which ends by itself: asked again a little later, and no loop where a server keeps saying so.
      this.stale = true;
      await this.pause(this.behind++);
    }
  }

  private async renew(): Promise<void> {
    for (let attempt = 0; this.connected && !this.closed; attempt++) {
      this.stale = false;
      try {
        const place = await this.ports.ask(this.epoch, this.sequence, (what) => this.tell(what));
        this.epoch = place.epoch;
        this.sequence = place.sequence;
        this.first?.resolve();
        this.first = undefined;
        return;
      } catch (error) {
        this.stale = true;
        const refusal = error instanceof HubRefused ? error : undefined;
        if (!refusal) {
          // The connection broke in the middle: the next one asks from the same place.
          if (this.connected) {
            this.ports.fault(error, this.ports.subject);
            await this.pause(attempt);
          }
        } else if (this.first) {
          this.close(refusal);
        } else if (refusal.passes) {
          await this.pause(attempt);
        } else {
          await this.tell(() => this.ports.refused(refusal));
          this.close(refusal);
        }
      }
    }
  }

  private pause(attempt: number): Promise<void> {
    return this.ports.clock.wait(backOff(attempt, firstDelayMs, longestDelayMs, this.ports.clock.random()), this.end.signal);
  }

  private async tell(what: () => unknown): Promise<void> {
    if (this.closed) {
      return;
    }

    try {
      await what();
    } catch (fault) {
      this.ports.fault(fault, this.ports.subject);
    }
  }
}

/** Tells a fault to whoever wants to know; what that one throws is its own business. */
export function faultTo(listener: ((fault: unknown, subject: string) => void) | undefined): (fault: unknown, subject: string) => void {
  return (fault, subject) => {
    try {
      (listener ?? ((what, where) => console.error(`${where}:`, what)))(fault, subject);
    } catch {
      // Nobody is left to tell.
    }
  };
}
