import { describe, expect, it } from 'vitest';
import type { MapFrame } from '../api/types';
import { Fleet } from './fleet';
import { encode } from './mapFrame.fixture';

const frame = (change: Partial<MapFrame>): MapFrame => ({
  market: 'm', epoch: 1, sequence: 1, at: '', joined: [], first_index: 0, vehicles: '', waiting: [], no_longer_waiting: [], ...change,
});

describe('Fleet', () => {
  it('counts vehicles by state over a snapshot and what follows', () => {
    const fleet = new Fleet();
    fleet.reset(frame({ sequence: 5, joined: ['a', 'b'], vehicles: encode([[0, 1, 1, 1], [1, 2, 2, 3]]) }));
    expect(fleet.vehiclesByState).toEqual({ available: 1, reserved: 0, on_trip: 1, stopped: 0 });
    fleet.follow(frame({ sequence: 6, joined: ['c'], first_index: 2, vehicles: encode([[2, 3, 3, 1], [0, 1, 1, 2], [1, 2, 2, 0]]) }));
    expect(fleet.vehiclesByState).toEqual({ available: 1, reserved: 1, on_trip: 0, stopped: 0 });
    expect(fleet.vehicles).toBe(2);
    expect(fleet.idOf(2)).toBe('c');
  });

  it('keeps the cells of a view from afar, and counts what is in them', () => {
    const fleet = new Fleet();
    const cell = { cell: '5/9', longitude: 13.5, latitude: 52.5, available: 2, reserved: 0, on_trip: 1, stopped: 0 };
    fleet.reset(frame({ cells: [cell, { ...cell, cell: '6/9' }] }));
    expect(fleet.vehiclesByState).toEqual({ available: 4, reserved: 0, on_trip: 2, stopped: 0 });
    fleet.follow(frame({ sequence: 2, cells: [{ ...cell, available: 0, on_trip: 0 }, { ...cell, cell: '7/9', available: 3 }] }));
    expect([...fleet.cells.keys()]).toEqual(['6/9', '7/9']);
    expect(fleet.vehicles).toBe(7);
    fleet.reset(frame({ joined: ['a'], vehicles: encode([[0, 1, 1, 1]]) }));
    expect([fleet.cells.size, fleet.vehicles]).toEqual([0, 1]);
  });

  it('asks for all after a gap and after another epoch, and leaves what it knows', () => {
    const fleet = new Fleet();
    fleet.reset(frame({ sequence: 5 }));
    expect(fleet.follow(frame({ sequence: 5 })).verdict).toBe('old');
    expect(fleet.follow(frame({ sequence: 7 })).verdict).toBe('reload');
    expect(fleet.follow(frame({ epoch: 2, sequence: 6 })).verdict).toBe('reload');
    expect(fleet.follow(frame({ sequence: 6 })).verdict).toBe('applied');
  });

  it('keeps the jobs that wait', () => {
    const fleet = new Fleet();
    const job = (id: string) => ({ job_id: id, longitude: 0, latitude: 0, requested_at: '' });
    fleet.reset(frame({ waiting: [job('x'), job('y')] }));
    fleet.follow(frame({ sequence: 2, waiting: [job('z')], no_longer_waiting: ['x'] }));
    expect([...fleet.waiting.keys()]).toEqual(['y', 'z']);
  });
});
