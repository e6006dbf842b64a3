import type { MapCell, MapFrame, WaitingJob } from '../api/types';
import { countsOf } from './cells';
import { decodeVehicles, statesOnMap, type VehicleColumns } from './mapFrame';

/** What a frame did: it was applied, was known already, or does not follow what is known, so that all is to be asked for. */
export type FrameVerdict = 'applied' | 'old' | 'reload';

/** The vehicles and waiting jobs of a market, kept by frames; from afar, the cells that have vehicles. */
export class Fleet {
  private epoch = 0;
  private sequence = 0;
  private readonly ids: string[] = [];
  private states = new Uint8Array(1024);
  private readonly counts = [0, 0, 0, 0, 0];
  readonly waiting = new Map<string, WaitingJob>();
  readonly cells = new Map<string, MapCell>();

  /** All of it, which replaces what was known. */
  reset(frame: MapFrame): VehicleColumns {
    this.epoch = frame.epoch;
    this.ids.length = 0;
    this.states.fill(0);
    this.counts.fill(0);
    this.waiting.clear();
    this.cells.clear();
    return this.apply(frame);
  }

  /** What changed. */
  follow(frame: MapFrame): { verdict: FrameVerdict; vehicles?: VehicleColumns } {
    if (frame.epoch === this.epoch && frame.sequence <= this.sequence) {
      return { verdict: 'old' };
    }

    if (frame.epoch !== this.epoch || frame.sequence !== this.sequence + 1) {
      return { verdict: 'reload' };
    }

    return { verdict: 'applied', vehicles: this.apply(frame) };
  }

  idOf(index: number): string | undefined {
    return this.ids[index];
  }

  indexOf(id: string): number {
    return this.ids.indexOf(id);
  }

  /** How many vehicles are on the map in each state. */
  get vehiclesByState(): Record<string, number> {
    const inCells = [...this.cells.values()].map(countsOf);
    return Object.fromEntries(statesOnMap.map((state, i) => [state, inCells.reduce((sum, counts) => sum + counts[state], this.counts[i + 1]!)]));
  }

  get vehicles(): number {
    return Object.values(this.vehiclesByState).reduce((sum, count) => sum + count, 0);
  }

  private apply(frame: MapFrame): VehicleColumns {
    this.sequence = frame.sequence;
    frame.joined.forEach((id, i) => (this.ids[frame.first_index + i] = id));
    const vehicles = decodeVehicles(frame.vehicles);
    for (let i = 0; i < vehicles.count; i++) {
      const index = vehicles.index[i]!;
      if (index >= this.states.length) {
        const larger = new Uint8Array(Math.max(this.states.length * 2, index + 1));
        larger.set(this.states);
        this.states = larger;
      }

      const [before, after] = [this.states[index]!, Math.min(vehicles.state[i]!, 4)];
      this.states[index] = after;
      this.counts[before] = this.counts[before]! - 1;
      this.counts[after] = this.counts[after]! + 1;
    }

    for (const cell of frame.cells ?? []) {
      if (Object.values(countsOf(cell)).some((count) => count > 0)) {
        this.cells.set(cell.cell, cell);
      } else {
        this.cells.delete(cell.cell);
      }
    }

    for (const job of frame.waiting) {
      this.waiting.set(job.job_id, job);
    }

    for (const id of frame.no_longer_waiting) {
      this.waiting.delete(id);
    }

    return vehicles;
  }
}
