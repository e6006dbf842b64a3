/** How long to wait before the next attempt to connect: soon at first, never more than 5 s, spread so that many pages do not come at once. */
export function retryDelay(attempt: number, spread: number): number {
  return Math.round(Math.min(5000, 250 * 2 ** Math.min(attempt, 6)) * (0.75 + spread / 2));
}
