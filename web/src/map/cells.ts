import type { MapCell, Pair } from '../api/types';
import { providerState } from '../api/words';
import type { VehicleState } from './mapFrame';

/** A cell of vehicles as it is drawn: a circle with their number, its rim parted by what they do. */
export interface CellCircle {
  place: Pair;
  vehicles: number;
  /** What stands in it. */
  label: string;
  /** The same in words. */
  title: string;
  /** Across. */
  pixels: number;
  /** A CSS background: a part of the round for each state, clockwise from the top. */
  rim: string;
}

const smallest = 26;
const largest = 58;

/** How many vehicles of a cell are in each state. */
export function countsOf(cell: MapCell): Record<VehicleState, number> {
  return { available: cell.available, reserved: cell.reserved, on_trip: cell.on_trip, stopped: cell.stopped };
}

/** How a cell is drawn: the area grows with the number, up to what its neighbours leave. */
export function circleOf(cell: MapCell): CellCircle {
  const there = Object.entries(countsOf(cell)).filter(([, count]) => count > 0);
  const vehicles = there.reduce((sum, [, count]) => sum + count, 0);
  let until = 0;
  const parts = there.map(([state, count]) => {
    const from = until;
    until += (count / vehicles) * 100;
    return `var(--${state.replace('_', '-')}) ${round(from)}% ${round(until)}%`;
  });
  return {
    place: [cell.longitude, cell.latitude],
    vehicles,
    label: vehicles < 1000 ? String(vehicles) : `${Math.floor(vehicles / 100) / 10}k`,
    title: `${vehicles} ${vehicles === 1 ? 'vehicle' : 'vehicles'}: ${there.map(([state, count]) => `${count} ${providerState(state).toLowerCase()}`).join(', ')}`,
    pixels: Math.round(Math.min(largest, smallest + 2.5 * Math.sqrt(vehicles - 1))),
    rim: `conic-gradient(${parts.join(', ')})`,
  };
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
