import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, MarketMap, type MapFrame } from 'o2o-dispatch-client';
import { FakeHub, ManualClock, settled } from './fakes.js';

const waiting = { job_id: 'j1', longitude: 13.4, latitude: 52.5, requested_at: '2026-01-01T00:00:00Z' };

function frame(change: Partial<MapFrame>, ...vehicles: [index: number, longitude: number, latitude: number, state: number][]): MapFrame {
  const bytes = Buffer.alloc(vehicles.length * 13);
  vehicles.forEach(([index, longitude, latitude, state], i) => {
    bytes.writeUInt32LE(index, i * 13);
    bytes.writeInt32LE(Math.round(longitude * 1e6), i * 13 + 4);
    bytes.writeInt32LE(Math.round(latitude * 1e6), i * 13 + 8);
    bytes.writeUInt8(state, i * 13 + 12);
  });
  return {
    market: 'm', epoch: 3, sequence: 1, at: '', joined: [], first_index: 0, vehicles: bytes.toString('base64'), waiting: [], no_longer_waiting: [], ...change,
  };
}

test('frames keep vehicles and waiting jobs up', () => {
  const map = new MarketMap();
  map.apply(frame({ joined: ['a', 'b'], waiting: [waiting] }, [0, 13.4, 52.5, 1], [1, -73.98, -0.5, 3]), true);
  assert.deepEqual(map.vehicles(), [
    { provider_id: 'a', longitude: 13.4, latitude: 52.5, state: 'available' },
    { provider_id: 'b', longitude: -73.98, latitude: -0.5, state: 'on_trip' },
  ]);
  assert.deepEqual(map.waiting(), [waiting]);
  map.apply(frame({ sequence: 2, joined: ['c'], first_index: 2, no_longer_waiting: ['j1'] }, [0, 0, 0, 0], [2, 1, 2, 4]), false);
  assert.deepEqual(map.vehicles().map((vehicle) => [vehicle.provider_id, vehicle.state]), [['b', 'on_trip'], ['c', 'stopped']]);
  assert.deepEqual(map.waiting(), []);
  assert.deepEqual(map.vehicles({ west: 0, south: 0, east: 2, north: 2 }).map((vehicle) => vehicle.provider_id), ['c']);
});

test('from afar the vehicles of cells are counted, until another part is looked at', () => {
  const cell = { cell: '5/9', longitude: 13.5, latitude: 52.5, available: 2, reserved: 0, on_trip: 1, stopped: 0 };
  const map = new MarketMap();
  map.apply(frame({ cells: [cell, { ...cell, cell: '6/9', longitude: 14.5 }] }), true);
  map.apply(frame({ sequence: 2, cells: [{ ...cell, available: 0, on_trip: 0 }, { ...cell, cell: '7/9', stopped: 4 }] }), false);
  assert.deepEqual([map.vehicles(), map.cells().map((one) => [one.cell, one.stopped])], [[], [['6/9', 0], ['7/9', 4]]]);
  map.apply(frame({ joined: ['a'] }, [0, 1, 1, 1]), true);
  assert.deepEqual([map.vehicles().length, map.cells()], [1, []]);
});

test('frames that contradict what was known are refused', () => {
  const map = new MarketMap();
  map.apply(frame({ joined: ['a'] }), true);
  assert.throws(() => map.apply(frame({ joined: ['b'], first_index: 5 }), false), /index 5/);
  assert.throws(() => map.apply(frame({}, [7, 0, 0, 1]), false), /Vehicle 7/);
  assert.throws(() => map.apply(frame({}, [0, 0, 0, 9]), false), /state 9/);
  assert.throws(() => map.apply(frame({ vehicles: 'AAAA' }), false), /13/);
});

test('a watched map asks for all of it after a gap, a contradiction and a reconnect', async () => {
  const [hub, clock, faults] = [new FakeHub(), new ManualClock(), [] as unknown[]];
  const whole = { joined: ['a', 'b'], sequence: 5 };
  hub.subscribe = () => frame(whole, [0, 1, 1, 1], [1, 2, 2, 1]) as never;
  const ops = await connect('ops', { url: 'http://server', token: 't', clock, connection: hub.connect, onFault: (fault) => faults.push(fault) });
  let changes = 0;
  const { map, subject, close } = await ops.watchMap('m', () => changes++);
  assert.deepEqual([subject, changes, map.vehicles().length], ['map/m', 1, 2]);
  hub.connection.receive('Map', frame({ sequence: 6 }, [0, 1, 1, 0]));
  await settled();
  assert.deepEqual([changes, map.vehicles().length], [2, 1]);
  whole.sequence = 8;
  hub.connection.receive('Map', frame({ sequence: 9 }, [1, 1, 1, 0]));
  await settled();
  assert.deepEqual([hub.calls.length, map.vehicles().map((vehicle) => vehicle.provider_id)], [2, ['a']]);
  hub.connection.receive('Map', frame({ sequence: 10 }, [44, 1, 1, 0]));
  await settled();
  assert.deepEqual([hub.calls.length, faults.length], [3, 1]);
  hub.connection.break();
  await clock.advance(1_000);
  assert.deepEqual(hub.calls.at(-1), ['WatchMap', 'm']);
  assert.equal(hub.calls.length, 4);
  await close();
  assert.deepEqual(hub.calls.at(-1), ['UnwatchMap', 'm']);
});

test('a part of a map is asked for as it is looked at, and again where the look has moved to, also over another connection', async () => {
  const [hub, clock] = [new FakeHub(), new ManualClock()];
  const answers = [frame({ joined: ['a'], sequence: 5 }, [0, 1, 1, 1]), frame({ joined: ['b', 'c'], sequence: 9 }, [0, 1, 1, 1], [1, 2, 2, 1]), frame({ sequence: 2 })];
  hub.subscribe = () => answers[0] as never;
  const ops = await connect('ops', { url: 'http://server', token: 't', clock, connection: hub.connect });
  let changes = 0;
  const { map, move } = await ops.watchMap('m', () => changes++, undefined, { west: 1, south: 2, east: 3, north: 4, zoom: 12.5 });
  assert.deepEqual(hub.calls, [['WatchMapView', 'm', 1, 2, 3, 4, 12.5]]);
  answers.shift();
  move({ west: -1, south: -2, east: 3, north: 4, zoom: 11 });
  // A frame of the part before, on its way meanwhile.
  hub.connection.receive('Map', frame({ sequence: 6 }, [0, 9, 9, 0]));
  await settled();
  assert.deepEqual(hub.calls.slice(1), [['WatchMapView', 'm', -1, -2, 3, 4, 11]]);
  assert.deepEqual([changes, map.vehicles().map((vehicle) => vehicle.provider_id)], [2, ['b', 'c']]);
  answers.shift();
  hub.connection.break();
  await clock.advance(1_000);
  assert.deepEqual([hub.calls.at(-1), map.vehicles()], [['WatchMapView', 'm', -1, -2, 3, 4, 11], []]);
  move(undefined);
  await settled();
  assert.deepEqual(hub.calls.at(-1), ['WatchMap', 'm']);
});
