import { describe, expect, it } from 'vitest';
import { circleOf } from './cells';

const cell = { cell: '5/9', longitude: 13.5, latitude: 52.5, available: 0, reserved: 0, on_trip: 0, stopped: 0 };

describe('circleOf', () => {
  it('says how many there are, and parts the rim by what they do', () => {
    const circle = circleOf({ ...cell, available: 2, on_trip: 1, stopped: 1 });
    expect(circle).toEqual({
      place: [13.5, 52.5],
      vehicles: 4,
      label: '4',
      title: '4 vehicles: 2 available, 1 on trip, 1 at a stop',
      pixels: 30,
      rim: 'conic-gradient(var(--available) 0% 50%, var(--on-trip) 50% 75%, var(--stopped) 75% 100%)',
    });
  });

  it('is one colour where all do the same', () => expect(circleOf({ ...cell, reserved: 1 })).toMatchObject({ pixels: 26, label: '1', rim: 'conic-gradient(var(--reserved) 0% 100%)' }));

  it('grows with the number, and no further than its neighbours leave', () => {
    const sizes = [1, 10, 100, 1_000, 100_000].map((available) => circleOf({ ...cell, available }).pixels);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes.at(-1)).toBe(58);
    expect(circleOf({ ...cell, available: 999 }).label).toBe('999');
    expect(circleOf({ ...cell, available: 12_399 }).label).toBe('12.3k');
  });
});
