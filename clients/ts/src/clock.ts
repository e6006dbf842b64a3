/** Time and chance, so that tests have their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits; ends early, without an error, when the signal is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

// What a timer of 32 bits holds.
const longest = 2_147_483_647;

/** The machine's. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }

      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(milliseconds, longest));
      signal?.addEventListener('abort', done);
    }),
};

/** The wait before a repetition: twice as long each time up to a limit, less up to half of it at random, so that clients that failed together do not come back together. */
export function backOff(attempt: number, first: number, most: number, random: number): number {
  return Math.min(most, first * 2 ** Math.min(attempt, 20)) * (1 - random / 2);
}
