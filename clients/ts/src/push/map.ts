import type { MapCell, MapFrame, ProviderState, WaitingJob } from '../api.js';

/** A vehicle on the map. */
export interface Vehicle {
  provider_id: string;
  /** WGS-84 degrees. */
  longitude: number;
  latitude: number;
  state: ProviderState;
}

/** A part of the map, WGS-84 degrees. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

// As the byte of a frame says them.
const states: readonly ProviderState[] = ['offline', 'available', 'reserved', 'on_trip', 'stopped'];
const bytesPerVehicle = 13;

/** The vehicles and waiting jobs of a market, kept up from frames; of a view from afar, how many vehicles there are in each cell. */
export class MarketMap {
  private readonly byIndex: Vehicle[] = [];
  private readonly jobs = new Map<string, WaitingJob>();
  private readonly counted = new Map<string, MapCell>();

  /** The vehicles that are not offline, in the order in which they joined; of a box, those in it. None of a view from afar. */
  vehicles(within?: Box): Vehicle[] {
    return this.byIndex.filter((vehicle) => vehicle.state !== 'offline' && isIn(vehicle, within));
  }

  /** Of a view from afar (zoom below 10), the cells that have vehicles; none of others. */
  cells(): MapCell[] {
    return [...this.counted.values()];
  }

  /** The jobs that nobody has; of a box, those whose pick-up is in it. */
  waiting(within?: Box): WaitingJob[] {
    return [...this.jobs.values()].filter((job) => isIn(job, within));
  }

  /** Takes the next frame in, or all of the map in place of what was known. */
  apply(frame: MapFrame, whole: boolean): void {
    const bytes = decoded(frame.vehicles);
    if (bytes.byteLength % bytesPerVehicle !== 0) {
      throw new RangeError(`${bytes.byteLength} bytes are not ${bytesPerVehicle} for each vehicle.`);
    }

    if (whole) {
      this.byIndex.length = 0;
      this.jobs.clear();
      this.counted.clear();
    }

    if (frame.joined.length > 0 && frame.first_index !== this.byIndex.length) {
      throw new RangeError(`Vehicles join at index ${frame.first_index}; ${this.byIndex.length} are known.`);
    }

    for (const provider of frame.joined) {
      this.byIndex.push({ provider_id: provider, longitude: 0, latitude: 0, state: 'offline' });
    }

    for (let at = 0; at < bytes.byteLength; at += bytesPerVehicle) {
      const index = bytes.getUint32(at, true);
      const known = this.byIndex[index];
      const state = states[bytes.getUint8(at + 12)];
      if (!known || !state) {
        throw new RangeError(`Vehicle ${index} in state ${bytes.getUint8(at + 12)}; ${this.byIndex.length} vehicles are known.`);
      }

      this.byIndex[index] = { provider_id: known.provider_id, longitude: bytes.getInt32(at + 4, true) / 1e6, latitude: bytes.getInt32(at + 8, true) / 1e6, state };
    }

    for (const cell of frame.cells ?? []) {
      if (cell.available + cell.reserved + cell.on_trip + cell.stopped > 0) {
        this.counted.set(cell.cell, cell);
      } else {
        this.counted.delete(cell.cell);
      }
    }

    for (const job of frame.waiting) {
      this.jobs.set(job.job_id, job);
    }

    for (const job of frame.no_longer_waiting) {
      this.jobs.delete(job);
    }
  }
}

function isIn(place: { longitude: number; latitude: number }, box: Box | undefined): boolean {
  return !box || (place.longitude >= box.west && place.longitude <= box.east && place.latitude >= box.south && place.latitude <= box.north);
}

function decoded(base64: string): DataView {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }

  return new DataView(bytes.buffer);
}
