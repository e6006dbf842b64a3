import { ApiProblem } from './problem';

/** Asks until there is an answer, or a fault that does not pass; the returned function gives it up: nothing is told after that. With the answer the fault is over. */
export function retrying<T>(ask: () => Promise<T>, onAnswer: (answer: T) => void, onFault: (fault: unknown) => void): () => void {
  let given = false;
  const run = () =>
    void ask().then(
      (answer) => {
        if (!given) {
          onAnswer(answer);
          onFault(undefined);
        }
      },
      (fault: unknown) => {
        if (!given) {
          onFault(fault);
          if (fault instanceof ApiProblem && fault.isPassing) {
            setTimeout(() => !given && run(), (fault.retryAfterSeconds ?? 2) * 1000);
          }
        }
      },
    );
  run();
  return () => {
    given = true;
  };
}
