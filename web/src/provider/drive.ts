import type { Pair } from '../api/types';
import { LineWalk } from '../map/lineWalk';

/** A vehicle on its way along a line. Pure: the caller says how much time went by. */
export class Drive {
  private readonly walk: LineWalk;
  private metres = 0;

  constructor(line: Pair[]) {
    this.walk = new LineWalk(line);
  }

  /** Goes on for so many seconds at a speed in kilometres an hour; where it is then. */
  advance(seconds: number, kilometresPerHour: number): Pair {
    this.metres = Math.min(this.walk.lengthMetres, this.metres + (seconds * kilometresPerHour) / 3.6);
    return this.place;
  }

  get place(): Pair {
    return this.walk.at(this.metres);
  }

  get isThere(): boolean {
    return this.metres >= this.walk.lengthMetres;
  }

  get restMetres(): number {
    return this.walk.lengthMetres - this.metres;
  }

  get restOfLine(): Pair[] {
    return this.walk.rest(this.metres);
  }
}
