import type { Envelope, SubscribeReply } from '../api/types';

/** What to do with an event: apply it, leave it (known already, or kept until the subscription is answered), or subscribe anew. */
export type Verdict = 'apply' | 'leave' | 'resubscribe';

/**
 * Follows one stream. Within an epoch sequences have no gap; an event of another epoch or past a gap means that something was missed.
 * The server may push events before it answers a subscription: these wait, and those that the answer contains are dropped.
 */
export class StreamCursor {
  epoch = 0;
  sequence = 0;
  private early: Envelope[] | undefined;

  /** A subscription is under way. */
  begin(): void {
    this.early = [];
  }

  take(event: Envelope): Verdict {
    if (this.early) {
      this.early.push(event);
      return 'leave';
    }

    // Advice for the moment is no part of the order.
    if (event.sequence === 0) {
      return 'apply';
    }

    if (event.epoch !== this.epoch || event.sequence > this.sequence + 1) {
      return 'resubscribe';
    }

    if (event.sequence <= this.sequence) {
      return 'leave';
    }

    this.sequence = event.sequence;
    return 'apply';
  }

  /** The subscription is answered: the events to apply now, in order, and whether to subscribe once more. */
  settle(reply: SubscribeReply): { events: Envelope[]; again: boolean } {
    const early = this.early ?? [];
    this.early = undefined;
    const events: Envelope[] = [];
    if (reply.recovered) {
      events.push(...reply.events);
    }

    this.epoch = reply.epoch;
    this.sequence = reply.sequence;
    for (const event of early.sort((a, b) => a.sequence - b.sequence)) {
      if (event.epoch !== this.epoch) {
        continue;
      }

      const verdict = this.take(event);
      if (verdict === 'apply') {
        events.push(event);
      } else if (verdict === 'resubscribe') {
        return { events, again: true };
      }
    }

    return { events, again: false };
  }

  /** The subscription failed; the next one asks from the same place. */
  fail(): void {
    this.early = undefined;
  }
}
