import type { Job, Point } from '../api/types';

export interface Search {
  customer: string;
  provider: string;
  state: string;
  from: string;
  to: string;
  place?: Point;
  radius: number;
  /** Whether the next click on the map sets the place. */
  picking: boolean;
  found?: Job[];
  next?: string;
}

export const newSearch: Search = { customer: '', provider: '', state: '', from: '', to: '', radius: 300, picking: false };
