/** The server's clock as seen from here. An answer's Date has whole seconds, so that less than two are no difference. */
let offsetMilliseconds = 0;

export function heardServerTime(date: string | null): void {
  const at = date ? Date.parse(date) : Number.NaN;
  if (!Number.isNaN(at)) {
    const offset = at + 500 - Date.now();
    offsetMilliseconds = Math.abs(offset) < 2000 ? 0 : offset;
  }
}

/** Milliseconds since 1970, by the server's clock. */
export function serverNow(): number {
  return Date.now() + offsetMilliseconds;
}
