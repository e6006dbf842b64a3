import { describe, expect, it } from 'vitest';
import { bookable, fieldText, readBooked } from './bookedTime';

const lead = 20 * 60;
const now = Date.parse('2026-05-17T10:00:30Z');
const iso = (instant: number) => new Date(instant).toISOString();

describe('a booked time', () => {
  it('lies between the lead time and ninety days', () => {
    const { first, last } = bookable(now, lead);
    expect([iso(first), iso(last)]).toEqual(['2026-05-17T10:21:00.000Z', '2026-08-15T10:00:00.000Z']);
    expect(bookable(Date.parse('2026-05-17T10:00:00Z'), 0).first).toBe(Date.parse('2026-05-17T10:00:00Z'));
  });

  it('goes into a field and comes back as the same instant', () => {
    for (const instant of [bookable(now, lead).first, bookable(now, lead).last]) {
      expect(readBooked(fieldText(instant), now, lead)).toEqual({ at: iso(instant) });
    }
  });

  it('stays good until half of the lead time is gone', () => {
    const first = bookable(now, lead).first;
    expect(readBooked(fieldText(first), first - 600_000, lead).at).toBeDefined();
    expect(readBooked(fieldText(first), first - 599_999, lead).fault).toContain('too soon: it takes 20 min');
  });

  it('is refused in words that say what is wrong', () => {
    expect(readBooked('', now, lead).fault).toBe('Say when: a date and a time.');
    expect(readBooked('soon', now, lead).fault).toBe('Say when: a date and a time.');
    expect(readBooked(fieldText(now - 3_600_000), now, lead).fault).toBe('That time is over.');
    expect(readBooked(fieldText(now + 300_000), now, lead).fault).toContain('The first time is');
    expect(readBooked(fieldText(now + 91 * 86_400_000), now, lead).fault).toContain('The last time is');
  });
});
