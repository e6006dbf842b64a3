import { useEffect, useState } from 'preact/hooks';

/** A value that tells its listeners when it is replaced. */
export class Box<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (!Object.is(value, this.current)) {
      this.current = value;
      for (const listener of [...this.listeners]) {
        listener(value);
      }
    }
  }

  listen(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The value of a box in a component, which is drawn again when it changes. */
export function useBox<T>(box: Box<T>): T {
  const [value, setValue] = useState(() => box.value);
  useEffect(() => {
    setValue(() => box.value);
    return box.listen((next) => setValue(() => next));
  }, [box]);
  return value;
}
