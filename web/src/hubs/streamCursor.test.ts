import { describe, expect, it } from 'vitest';
import type { Envelope, SubscribeReply } from '../api/types';
import { slugOf } from './hub';
import { retryDelay } from './retry';
import { StreamCursor } from './streamCursor';

const event = (sequence: number, epoch = 7): Envelope => ({ stream: 's', epoch, sequence, at: '', type: 'job_changed' });
const reply = (change: Partial<SubscribeReply>): SubscribeReply => ({ stream: 's', recovered: true, epoch: 7, sequence: 0, events: [], jobs: [], ...change });

function at(sequence: number): StreamCursor {
  const cursor = new StreamCursor();
  cursor.begin();
  cursor.settle(reply({ recovered: false, sequence }));
  return cursor;
}

describe('StreamCursor', () => {
  it('applies the next event once', () => {
    const cursor = at(4);
    expect(cursor.take(event(5))).toBe('apply');
    expect(cursor.take(event(5))).toBe('leave');
    expect(cursor.take(event(4))).toBe('leave');
    expect(cursor.sequence).toBe(5);
  });

  it('subscribes anew after a gap and after another epoch', () => {
    expect(at(4).take(event(6))).toBe('resubscribe');
    expect(at(4).take(event(5, 8))).toBe('resubscribe');
  });

  it('applies what was missed, then what came while it was asked for', () => {
    const cursor = at(4);
    cursor.begin();
    expect(cursor.take(event(7))).toBe('leave');
    expect(cursor.take(event(6))).toBe('leave');
    const { events, again } = cursor.settle(reply({ events: [event(5), event(6)], sequence: 6 }));
    expect(events.map((one) => one.sequence)).toEqual([5, 6, 7]);
    expect(again).toBe(false);
    expect(cursor.sequence).toBe(7);
  });

  it('takes no event of before a snapshot', () => {
    const cursor = at(4);
    cursor.begin();
    cursor.take(event(5));
    cursor.take(event(3, 8));
    const { events } = cursor.settle(reply({ recovered: false, epoch: 8, sequence: 2 }));
    expect(events.map((one) => one.sequence)).toEqual([3]);
    expect([cursor.epoch, cursor.sequence]).toEqual([8, 3]);
  });

  it('applies what has no place in the order, and stays where it is', () => {
    const cursor = at(4);
    expect(cursor.take(event(0))).toBe('apply');
    expect(cursor.take(event(5))).toBe('apply');
    cursor.begin();
    expect(cursor.take(event(0))).toBe('leave');
    expect(cursor.settle(reply({ sequence: 5 })).events.map((one) => one.sequence)).toEqual([0]);
  });

  it('asks again when even the answer leaves a gap', () => {
    const cursor = at(4);
    cursor.begin();
    cursor.take(event(9));
    expect(cursor.settle(reply({ events: [event(5)], sequence: 5 })).again).toBe(true);
    expect(cursor.sequence).toBe(5);
  });

  it('asks from the same place after a failure', () => {
    const cursor = at(4);
    cursor.begin();
    cursor.take(event(5));
    cursor.fail();
    expect(cursor.sequence).toBe(4);
    expect(cursor.take(event(5))).toBe('apply');
  });
});

describe('retryDelay', () => {
  it('begins soon and never grows over six seconds', () => {
    expect(retryDelay(0, 0.5)).toBe(250);
    for (let attempt = 0; attempt < 100; attempt++) {
      expect(retryDelay(attempt, 1)).toBeLessThanOrEqual(6250);
      expect(retryDelay(attempt, 0)).toBeGreaterThan(150);
    }
  });
});

describe('slugOf', () => {
  it('is the end of a HubException', () =>
    expect(slugOf(new Error("An unexpected error occurred invoking 'Subscribe' on the server. HubException: job_unknown"))).toBe('job_unknown'));
});
