import type { Pair } from '../api/types';
import { metresBetween } from './mercator';

/** Walks along a line by metres. */
export class LineWalk {
  private readonly upTo: number[] = [0];

  /** @param line At least one place. */
  constructor(readonly line: Pair[]) {
    for (let i = 1; i < line.length; i++) {
      this.upTo.push(this.upTo[i - 1]! + metresBetween(line[i - 1]!, line[i]!));
    }
  }

  get lengthMetres(): number {
    return this.upTo.at(-1)!;
  }

  /** The place so many metres from the begin; the ends when it is outside. */
  at(metres: number): Pair {
    if (metres <= 0 || this.line.length === 1) {
      return this.line[0]!;
    }

    for (let i = 1; i < this.line.length; i++) {
      if (metres < this.upTo[i]!) {
        const part = (metres - this.upTo[i - 1]!) / (this.upTo[i]! - this.upTo[i - 1]!);
        const [a, b] = [this.line[i - 1]!, this.line[i]!];
        return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
      }
    }

    return this.line.at(-1)!;
  }

  /** What is left from so many metres on. */
  rest(metres: number): Pair[] {
    const next = this.upTo.findIndex((upTo) => upTo > metres);
    return next < 0 ? [this.line.at(-1)!] : [this.at(metres), ...this.line.slice(next)];
  }
}
