/** Gives names small numbers, and numbers that became free to others. */
export class Slots {
  private readonly byName = new Map<string, number>();
  private readonly names: (string | undefined)[] = [];
  private readonly free_: number[] = [];

  /** The number of a name, a new one when it has none. */
  take(name: string): number {
    const known = this.byName.get(name);
    if (known !== undefined) {
      return known;
    }

    const slot = this.free_.pop() ?? this.names.length;
    this.names[slot] = name;
    this.byName.set(name, slot);
    return slot;
  }

  /** Takes the number away; which it was, or -1. */
  free(name: string): number {
    const slot = this.byName.get(name);
    if (slot === undefined) {
      return -1;
    }

    this.byName.delete(name);
    this.names[slot] = undefined;
    this.free_.push(slot);
    return slot;
  }

  nameAt(slot: number): string | undefined {
    return this.names[slot];
  }

  clear(): void {
    this.byName.clear();
    this.names.length = 0;
    this.free_.length = 0;
  }
}
