import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, HubRefused, type CustomerHub, type HubState, type JobChanged, type Subscription, type TokenSource } from 'o2o-dispatch-client';
import { FakeHub, ManualClock, settled } from './fakes.js';

/** What a listener was told: numbers of events, and `=n` for a snapshot up to n. */
class Told {
  readonly all: (number | string)[] = [];
  onEvent: ((event: JobChanged) => unknown) | undefined;
  refusal: HubRefused | undefined;

  event(event: JobChanged): unknown {
    this.all.push(event.sequence);
    return this.onEvent?.(event);
  }

  snapshot(reply: { sequence: number }): void {
    this.all.push(`=${reply.sequence}`);
  }

  refused(refusal: HubRefused): void {
    this.refusal = refusal;
  }
}

interface Scene {
  hub: FakeHub;
  clock: ManualClock;
  told: Told;
  faults: unknown[];
  states: HubState[];
  client: CustomerHub;
  subscription: Subscription;
}

async function scene(change: (hub: FakeHub) => void = () => undefined, token: TokenSource = 'token'): Promise<Scene> {
  const [hub, clock, told, faults, states] = [new FakeHub(), new ManualClock(), new Told(), [] as unknown[], [] as HubState[]];
  hub.last = 4;
  change(hub);
  const client = await connect('customer', {
    url: 'http://server/',
    token,
    clock,
    connection: hub.connect,
    onFault: (fault) => faults.push(fault),
    onState: (state) => states.push(state),
  });
  const subscription = await client.subscribe('job/1', told);
  return { hub, clock, told, faults, states, client, subscription };
}

test('a snapshot comes first, then every event once and in order', async () => {
  const { hub, told, subscription } = await scene();
  assert.deepEqual(hub.calls, [['Subscribe', 'job/1', 0, 0]]);
  hub.push(3);
  await settled();
  assert.deepEqual(told.all, ['=4', 5, 6, 7]);
  assert.deepEqual([subscription.epoch, subscription.sequence], [7, 7]);
});

test('a duplicate is not told again', async () => {
  const { hub, told } = await scene();
  hub.push(2);
  hub.connection.receive('Event', hub.event(5));
  hub.connection.receive('Event', hub.event(6));
  hub.connection.receive('Event', hub.event(2));
  hub.push();
  await settled();
  assert.deepEqual(told.all, ['=4', 5, 6, 7]);
  assert.equal(hub.calls.length, 1);
});

test('after a gap the hub is asked from the last event, and what was missed is told in its place', async () => {
  const { hub, told } = await scene();
  hub.push();
  hub.deliver = false;
  hub.push(2);
  hub.deliver = true;
  hub.push();
  await settled();
  assert.deepEqual(hub.calls.at(-1), ['Subscribe', 'job/1', 7, 5]);
  assert.deepEqual(told.all, ['=4', 5, 6, 7, 8]);
});

test('a gap that the hub does not know any more ends in a snapshot', async () => {
  const { hub, told } = await scene((one) => (one.remembered = 2));
  hub.push();
  hub.deliver = false;
  hub.push(9);
  hub.deliver = true;
  hub.push();
  await settled();
  assert.deepEqual(told.all, ['=4', 5, '=15']);
});

test('an event of another epoch ends in a snapshot', async () => {
  const { hub, told, subscription } = await scene();
  hub.push();
  hub.restart();
  hub.push(2);
  await settled();
  assert.deepEqual(hub.calls.at(-1), ['Subscribe', 'job/1', 7, 5]);
  assert.deepEqual(told.all, ['=4', 5, '=2']);
  assert.equal(subscription.epoch, 8);
  hub.push();
  await settled();
  assert.deepEqual(told.all.at(-1), 3);
});

test('after a reconnect in the middle nothing is missing and nothing comes twice', async () => {
  const { hub, clock, told, states } = await scene();
  hub.push(2);
  await settled();
  hub.connection.break();
  hub.push(3);
  await clock.advance(500);
  hub.push();
  await settled();
  assert.deepEqual(hub.calls.at(-1), ['Subscribe', 'job/1', 7, 6]);
  assert.deepEqual(told.all, ['=4', 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(states, ['live', 'waiting', 'live']);
});

test('a connection that breaks while it subscribes asks again on the next', async () => {
  const { hub, clock, told } = await scene();
  hub.push();
  await settled();
  hub.hold = new Promise(() => undefined);
  hub.connection.break();
  await clock.advance(500);
  hub.push();
  hub.connection.break();
  hub.hold = undefined;
  await clock.advance(60_000);
  assert.deepEqual(told.all, ['=4', 5, 6]);
});

test('events that come before the answer are told after it, those that it contains are not', async () => {
  const [hub, clock, told] = [new FakeHub(), new ManualClock(), new Told()];
  hub.last = 4;
  let answer = () => undefined as void;
  hub.hold = new Promise((resolve) => (answer = resolve));
  const client = await connect('customer', { url: 'http://server', token: 't', clock, connection: hub.connect });
  const subscribing = client.subscribe('job/1', told);
  await settled();
  hub.push(2);
  await settled();
  assert.deepEqual(told.all, []);
  answer();
  hub.hold = undefined;
  await subscribing;
  hub.push();
  await settled();
  assert.deepEqual(told.all, ['=6', 7]);
});

test('what a listener throws is told, and the next event is the next', async () => {
  const { hub, told, faults } = await scene();
  told.onEvent = (event) => {
    if (event.sequence === 5) {
      throw new Error('at once');
    }

    return event.sequence === 6 ? Promise.reject(new Error('later')) : undefined;
  };
  hub.push(3);
  await settled();
  assert.deepEqual(told.all, ['=4', 5, 6, 7]);
  assert.deepEqual(faults.map(String), ['Error: at once', 'Error: later']);
  assert.equal(hub.calls.length, 1);
});

test('a slow listener hears one at a time; what cannot wait is asked for again', async () => {
  const { hub, told } = await scene((one) => (one.remembered = 10_000));
  let [inside, most] = [0, 0];
  let go = () => undefined as void;
  const gate = new Promise<void>((resolve) => (go = resolve));
  told.onEvent = async () => {
    most = Math.max(most, ++inside);
    await gate;
    inside--;
  };
  hub.push(2_500);
  await settled();
  assert.deepEqual(told.all, ['=4', 5]);
  go();
  await settled();
  assert.equal(most, 1);
  assert.deepEqual(told.all.slice(1), Array.from({ length: 2_500 }, (_, i) => i + 5));
  assert.deepEqual(hub.calls.slice(1), [['Subscribe', 'job/1', 7, 5]]);
});

test('what waits of a connection that is gone is forgotten: a server without a memory gives its numbers anew', async () => {
  const { hub, clock, told } = await scene();
  let go = () => undefined as void;
  const gate = new Promise<void>((resolve) => (go = resolve));
  told.onEvent = () => gate;
  hub.push(3);
  await settled();
  hub.connection.break();
  hub.restart();
  hub.epoch = 7;
  hub.push(2);
  await clock.advance(500);
  go();
  await clock.advance(60_000);
  hub.push();
  await settled();
  assert.deepEqual(told.all, ['=4', 5, '=2', 3]);
  assert.deepEqual(hub.calls, [['Subscribe', 'job/1', 0, 0], ['Subscribe', 'job/1', 7, 5]]);
});

test('what has no place in the order is told as it comes', async () => {
  const { hub, told } = await scene();
  hub.connection.receive('Event', hub.event(0));
  hub.push();
  await settled();
  assert.deepEqual(told.all, ['=4', 0, 5]);
});

test('a first refusal rejects and leaves nothing behind', async () => {
  const { hub, client, told } = await scene();
  hub.refusal = 'job_unknown';
  await assert.rejects(client.subscribe('job/2', told), (error) => error instanceof HubRefused && error.slug === 'job_unknown' && error.subject === 'job/2');
  hub.refusal = undefined;
  await client.subscribe('job/2', told);
});

test('a later refusal that stays ends the subscription with a word', async () => {
  const { hub, clock, told } = await scene();
  hub.refusal = 'forbidden';
  hub.connection.break();
  await clock.advance(1_000);
  assert.equal(told.refusal?.slug, 'forbidden');
  hub.refusal = undefined;
  hub.push();
  await clock.advance(60_000);
  assert.deepEqual(told.all, ['=4']);
});

test('a later refusal that passes is asked again, ever more slowly', async () => {
  const { hub, clock, told } = await scene();
  hub.refusal = 'store_unavailable trace_id=ab12';
  hub.connection.break();
  clock.waited.length = 0;
  await clock.advance(60_000);
  assert.deepEqual(clock.waited.slice(0, 4), [375, 750, 1_500, 3_000]);
  hub.push(2);
  hub.refusal = undefined;
  await clock.advance(60_000);
  assert.deepEqual(told.all, ['=4', 5, 6]);
  assert.equal(told.refusal, undefined);
});

test('nothing is told after the end, and the hub is told', async () => {
  const { hub, told, subscription, client } = await scene();
  await subscription.close();
  hub.connection.receive('Event', hub.event(5));
  await settled();
  assert.deepEqual(told.all, ['=4']);
  assert.deepEqual(hub.calls.at(-1), ['Unsubscribe', 'job/1']);
  await client.subscribe('job/1', told);
  assert.deepEqual(told.all, ['=4', '=4']);
});

test('a server that is away is tried again for as long as it takes, ever more slowly and never in step', async () => {
  const { hub, clock, told } = await scene();
  clock.waited.length = 0;
  hub.up = false;
  hub.connection.break();
  hub.push();
  await clock.advance(120_000);
  assert.deepEqual(clock.waited.slice(0, 8), [250, 375, 750, 1_500, 3_000, 6_000, 7_500, 7_500]);
  hub.up = true;
  clock.chance = 0;
  await clock.advance(20_000);
  assert.deepEqual(told.all, ['=4', 5]);
});

test('a server that has enough connections is left alone for as long as it asks, and a little longer', async () => {
  const [hub, clock, asked] = [new FakeHub(), new ManualClock(), [] as unknown[]];
  const answers = [new Response('{}', { status: 503, headers: { 'retry-after': '40' } }), new Response('{}', { status: 401, headers: { 'retry-after': '40' } })];
  const client = await connect('customer', {
    url: 'http://server/',
    token: 'secret',
    clock,
    connection: hub.connect,
    fetch: (url, init) => {
      asked.push([url, init?.method, init?.headers]);
      return Promise.resolve(answers.shift() ?? new Response('{}', { status: 503, headers: { 'retry-after': '9000' } }));
    },
  });
  hub.up = false;
  hub.connection.break();
  await clock.advance(250);
  assert.deepEqual(asked, [['http://server/hubs/customer/negotiate?negotiateVersion=1', 'POST', { authorization: 'Bearer secret' }]]);
  assert.equal(clock.waited.at(-1), 50_000);
  await clock.advance(50_000);
  assert.ok(clock.waited.at(-1)! < 10_000, 'an answer of another kind says nothing of when');
  await clock.advance(clock.waited.at(-1)!);
  await clock.advance(clock.waited.at(-1)!);
  assert.equal(asked.length, 2, 'every third failure is asked about');
  await clock.advance(clock.waited.at(-1)!);
  assert.equal(clock.waited.at(-1), 150_000, 'two minutes and a quarter more');
  hub.up = true;
  await clock.advance(150_000);
  assert.equal(client.state, 'live');
});

test('a server that would let a client in is not asked again until a connection has stood', async () => {
  const [hub, clock] = [new FakeHub(), new ManualClock()];
  let asked = 0;
  await connect('customer', { url: 'http://server/', token: 'secret', clock, connection: hub.connect, fetch: () => Promise.resolve(new Response(`${++asked}`)) });
  for (let lost = 1; lost <= 2; lost++) {
    hub.up = false;
    hub.connection.break();
    await clock.advance(120_000);
    assert.equal(asked, lost);
    hub.up = true;
    await clock.advance(20_000);
  }
});

test('who is cut off again and again comes back ever more slowly, until a connection stands', async () => {
  const { hub, clock } = await scene();
  clock.waited.length = 0;
  for (let i = 0; i < 5; i++) {
    hub.connection.break();
    await clock.advance(9_000);
  }

  assert.deepEqual(clock.waited, [250, 375, 750, 1_500, 3_000]);
  await clock.advance(10_000);
  hub.connection.break();
  assert.equal(clock.waited.at(-1), 250);
});

test('a token is renewed before it ends, without a gap', async () => {
  const clock = new ManualClock();
  let asked = 0;
  const jwt = (ends: number) => `h.${Buffer.from(JSON.stringify({ exp: ends / 1000 })).toString('base64url')}.${asked}`;
  const hub = new FakeHub();
  const told = new Told();
  const client = await connect('customer', {
    url: 'http://server',
    clock,
    connection: hub.connect,
    token: async () => {
      asked++;
      return jwt(clock.now() + 600_000);
    },
  });
  await client.subscribe('job/1', told);
  hub.push();
  await clock.advance(530_000);
  assert.equal(asked, 1);
  await clock.advance(60_000);
  assert.equal(asked, 2);
  hub.push();
  await settled();
  assert.equal(hub.tokens.length, 2);
  assert.notEqual(hub.tokens[0], hub.tokens[1]);
  assert.deepEqual(told.all, ['=0', 1, 2]);
});

test('a token that is not to be had yet leaves the connection as it is', async () => {
  const clock = new ManualClock();
  let asked = 0;
  const hub = new FakeHub();
  const faults: unknown[] = [];
  await connect('customer', {
    url: 'http://server',
    clock,
    connection: hub.connect,
    onFault: (fault) => faults.push(fault),
    token: () => {
      if (++asked === 2) {
        throw new Error('away');
      }

      return `h.${Buffer.from(JSON.stringify({ exp: (clock.now() + 600_000) / 1000 })).toString('base64url')}.${asked}`;
    },
  });
  await clock.advance(560_000);
  assert.deepEqual([faults.length, asked, hub.tokens.length], [1, 3, 2]);
});

test('watched statistics come now, when they change, and again on another connection', async () => {
  const [hub, clock, told, faults] = [new FakeHub(), new ManualClock(), [] as number[], [] as unknown[]];
  let ordered = 1;
  hub.subscribe = () => ({ figures: { ordered } }) as never;
  const client = await connect('merchant', { url: 'http://server', token: 't', clock, connection: hub.connect, onFault: (fault) => faults.push(fault) });
  const end = await client.watchStatistics('s', (statistics) => told.push(statistics.figures.ordered));
  hub.connection.receive('Statistics', { figures: { ordered: 2 } });
  assert.deepEqual(told, [1, 2]);
  ordered = 3;
  hub.refusal = 'unavailable';
  hub.connection.break();
  await clock.advance(500);
  hub.refusal = undefined;
  await clock.advance(500);
  assert.deepEqual(told, [1, 2, 3]);
  assert.deepEqual(hub.calls, Array.from({ length: 3 }, () => ['WatchStatistics', 's']));
  end();
  hub.connection.receive('Statistics', { figures: { ordered: 4 } });
  hub.connection.break();
  await clock.advance(20_000);
  assert.deepEqual([told, faults, hub.calls.slice(3)], [[1, 2, 3], [], [['UnwatchStatistics']]]);
});

test('statistics that are pushed before the answer are told after it, and another watch replaces one that is not answered yet', async () => {
  const [hub, told] = [new FakeHub(), [] as string[]];
  const at = (second: number, what: string) => ({ at: `2026-03-02T08:00:0${second}Z`, currency: what });
  const client = await connect('merchant', { url: 'http://server', token: 't', clock: new ManualClock(), connection: hub.connect });
  hub.subscribe = () => {
    hub.connection.receive('Statistics', at(2, 'pushed'));
    return at(1, 'answered') as never;
  };
  await client.watchStatistics('s', (statistics) => told.push(statistics.currency));
  assert.deepEqual(told, ['answered', 'pushed']);
  hub.subscribe = () => at(3, 'later') as never;
  told.length = 0;
  const both = [client.watchStatistics('a', () => told.push('a')), client.watchStatistics('b', () => told.push('b'))];
  await Promise.all(both);
  hub.connection.receive('Statistics', at(4, 'new'));
  assert.deepEqual(told, ['b', 'b']);
});

test('a share link that is void ends the connection for good', async () => {
  const [hub, clock, states] = [new FakeHub(), new ManualClock(), [] as HubState[]];
  const client = await connect('share', { url: 'http://server', token: 'a/b', clock, connection: hub.connect, onState: (state) => states.push(state) });
  assert.equal(hub.connection.url, 'http://server/hubs/share?token=a%2Fb');
  hub.connection.break(new Error('Server returned an error on close: Connection closed with an error. HubException: unauthenticated'));
  await clock.advance(600_000);
  assert.deepEqual(states, ['live', 'closed']);
  await assert.rejects(client.subscribe('job/1', new Told()), /closed/);
});

test('the first connection is not repeated', async () => {
  const hub = new FakeHub();
  hub.up = false;
  await assert.rejects(connect('customer', { url: 'http://server', token: 't', clock: new ManualClock(), connection: hub.connect }), /failed to connect/);
});

test('whatever is lost, doubled, late or cut off: after a snapshot every event comes once, in order, and at the end all is known', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    await disorder(seed);
  }
});

async function disorder(seed: number): Promise<void> {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const { hub, clock, told } = await scene((one) => (one.remembered = 6));

  // Every other seed listens slowly, and throws at times.
  told.onEvent = seed % 2 === 0 ? undefined : (event) => (event.sequence % 3 === 0 ? clock.wait(300) : event.sequence % 5 === 0 ? Promise.reject(new Error('thrown')) : undefined);
  for (let step = 0; step < 60; step++) {
    const what = draw(10);
    if (what < 5) {
      hub.push();
    } else if (what === 5) {
      hub.deliver = !hub.deliver;
    } else if (what === 6 && hub.connection.subscribed) {
      hub.connection.receive('Event', hub.event(Math.max(1, hub.last - draw(5))));
    } else if (what === 7) {
      hub.connection.break();
    } else if (what === 8) {
      await clock.advance(draw(2_000));
    } else if (draw(5) === 0) {
      hub.restart();
    } else {
      await settled();
    }
  }

  hub.deliver = true;
  hub.connection.break();
  await clock.advance(60_000);
  hub.push();
  await clock.advance(10_000);
  let at = -1;
  for (const one of told.all) {
    if (typeof one === 'string') {
      at = Number(one.slice(1));
    } else {
      assert.equal(one, at + 1, `seed ${seed}: ${told.all.join(' ')}`);
      at = one;
    }
  }

  assert.equal(at, hub.last, `seed ${seed}: ${told.all.join(' ')}`);
}
