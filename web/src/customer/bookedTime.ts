import { duration, fullDate } from '../api/words';

const minute = 60_000;

/** As far ahead as anything is booked (JobLimits.MaxAhead). */
const mostAhead = 90 * 24 * 60 * minute;

/** The first and the last whole minute that may be booked now: somebody has to be found and to come, which is the class's lead time. */
export function bookable(now: number, leadSeconds: number): { first: number; last: number } {
  return { first: Math.ceil((now + leadSeconds * 1000) / minute) * minute, last: Math.floor((now + mostAhead) / minute) * minute };
}

/** An instant as a field for date and time has it, on the clock of whoever looks. */
export function fieldText(instant: number): string {
  const at = new Date(instant);
  return new Date(instant - at.getTimezoneOffset() * minute).toISOString().slice(0, 16);
}

/** What such a field says, as an instant, or why it cannot be booked. What is offered is the lead time ahead; somebody may think about it until half of that is gone. */
export function readBooked(text: string, now: number, leadSeconds: number): { at: string; fault?: undefined } | { at?: undefined; fault: string } {
  const at = text ? new Date(text).getTime() : Number.NaN;
  const { first, last } = bookable(now, leadSeconds);
  if (Number.isNaN(at)) {
    return { fault: 'Say when: a date and a time.' };
  }

  if (at < now + (leadSeconds * 1000) / 2) {
    return { fault: at < now ? 'That time is over.' : `That is too soon: it takes ${duration(leadSeconds)} to find somebody. The first time is ${fullDate(new Date(first).toISOString())}.` };
  }

  return at > last ? { fault: `That is too far ahead. The last time is ${fullDate(new Date(last).toISOString())}.` } : { at: new Date(at).toISOString() };
}
