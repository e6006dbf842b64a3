/** Floats a dot: from x, from y, to x, to y (Mercator, from the origin), begin and length of the motion (seconds), kind. */
export const floatsPerDot = 7;

/** A jump further than this is no drive: about 2 km at the equator, in Mercator. */
const jump = 5e-5;

/**
 * Dots that move evenly from where they were shown to where they were reported. The numbers lie as the vertex shader reads them, which does the moving:
 * a report costs seven floats here and nothing between reports.
 */
export class Tracks {
  data = new Float32Array(floatsPerDot * 1024);
  count = 0;

  constructor(
    readonly originX: number,
    readonly originY: number,
    /** How long a dot takes to its new place at the most, and the least, in seconds. */
    private readonly limits = { shortest: 0.25, longest: 5 },
  ) {}

  /** A dot was reported at a place in Mercator. Kind 0 hides it. */
  report(index: number, x: number, y: number, kind: number, now: number): void {
    this.reserve(index);
    const at = index * floatsPerDot;
    const toX = x - this.originX;
    const toY = y - this.originY;
    const known = this.data[at + 6] !== 0;
    let fromX = toX;
    let fromY = toY;
    let lasts = this.limits.shortest;
    if (known) {
      [fromX, fromY] = this.shown(index, now);
      // Reports come evenly: the next is expected after as long as this one took.
      lasts = Math.min(this.limits.longest, Math.max(this.limits.shortest, now - this.data[at + 4]!));
      if (Math.abs(fromX - toX) > jump || Math.abs(fromY - toY) > jump) {
        fromX = toX;
        fromY = toY;
      }
    }

    this.data.set([fromX, fromY, toX, toY, now, lasts, kind], at);
  }

  /** Where a dot is shown at a time, from the origin. */
  shown(index: number, now: number): [number, number] {
    const at = index * floatsPerDot;
    const part = Math.min(1, Math.max(0, (now - this.data[at + 4]!) / this.data[at + 5]!));
    return [
      this.data[at]! + (this.data[at + 2]! - this.data[at]!) * part,
      this.data[at + 1]! + (this.data[at + 3]! - this.data[at + 1]!) * part,
    ];
  }

  /** Whether a known dot was last reported at another place. */
  isElsewhere(index: number, x: number, y: number): boolean {
    const at = index * floatsPerDot;
    return this.kind(index) !== 0 && (Math.abs(this.data[at + 2]! - (x - this.originX)) > 1e-9 || Math.abs(this.data[at + 3]! - (y - this.originY)) > 1e-9);
  }

  kind(index: number): number {
    return index < this.count ? this.data[index * floatsPerDot + 6]! : 0;
  }

  clear(): void {
    this.data.fill(0);
    this.count = 0;
  }

  /** The visible dot that is nearest to a place in Mercator, within a reach; -1 when there is none. */
  nearest(x: number, y: number, reach: number, now: number): number {
    let best = -1;
    let least = reach * reach;
    for (let i = 0; i < this.count; i++) {
      if (this.kind(i) !== 0) {
        const [dotX, dotY] = this.shown(i, now);
        const away = (dotX + this.originX - x) ** 2 + (dotY + this.originY - y) ** 2;
        if (away < least) {
          least = away;
          best = i;
        }
      }
    }

    return best;
  }

  private reserve(index: number): void {
    if ((index + 1) * floatsPerDot > this.data.length) {
      const larger = new Float32Array(Math.max(this.data.length * 2, (index + 1) * floatsPerDot));
      larger.set(this.data);
      this.data = larger;
    }

    this.count = Math.max(this.count, index + 1);
  }
}
