import { describe, expect, it } from 'vitest';
import { viewOf } from './dotCanvas';
import { Slots } from './slots';
import { Tracks } from './tracks';

describe('Tracks', () => {
  const moving = () => {
    const tracks = new Tracks(0.5, 0.5);
    tracks.report(3, 0.5, 0.5, 1, 10);
    tracks.report(3, 0.50001, 0.50002, 1, 12);
    return tracks;
  };

  it('moves a dot evenly, for as long as the last two reports were apart', () => {
    const tracks = moving();
    expect(tracks.shown(3, 12)[0]).toBeCloseTo(0, 9);
    expect(tracks.shown(3, 13)[0]).toBeCloseTo(0.000005, 9);
    expect(tracks.shown(3, 13)[1]).toBeCloseTo(0.00001, 9);
    expect(tracks.shown(3, 14)[0]).toBeCloseTo(0.00001, 9);
    expect(tracks.shown(3, 99)[0]).toBeCloseTo(0.00001, 9);
  });

  it('goes on from where a dot is shown, not from where it should be', () => {
    const tracks = moving();
    tracks.report(3, 0.50001, 0.5, 1, 13);
    expect(tracks.shown(3, 13)[0]).toBeCloseTo(0.000005, 9);
    expect(tracks.shown(3, 13)[1]).toBeCloseTo(0.00001, 9);
  });

  it('does not drag a dot across the city', () => {
    const tracks = moving();
    tracks.report(3, 0.6, 0.5, 1, 13);
    expect(tracks.shown(3, 13)[0]).toBeCloseTo(0.1, 6);
  });

  it('finds the nearest visible dot within reach', () => {
    const tracks = moving();
    tracks.report(0, 0.50003, 0.50002, 2, 12);
    expect(tracks.nearest(0.500018, 0.50002, 0.0001, 20)).toBe(3);
    tracks.report(3, 0.50001, 0.50002, 0, 20);
    expect(tracks.nearest(0.50002, 0.50002, 0.0001, 20)).toBe(0);
    expect(tracks.nearest(0.51, 0.5, 0.0001, 20)).toBe(-1);
  });

  it('grows with its dots', () => {
    const tracks = new Tracks(0, 0);
    tracks.report(0, 0.1, 0.2, 1, 0);
    tracks.report(5499, 0.3, 0.4, 4, 0);
    expect(tracks.count).toBe(5500);
    expect(tracks.kind(0)).toBe(1);
    expect(tracks.shown(0, 1)[0]).toBeCloseTo(0.1, 6);
  });
});

describe('viewOf', () => {
  it('puts the centre in the middle and pixels where they belong, north up', () => {
    const { centre, scale } = viewOf({ x: 0.5, y: 0.25, worldPixels: 1000, width: 400, height: 200, zoom: 1 }, 0.4, 0.2);
    // A hundred pixels to the right of the centre and fifty below it: half way to the edges.
    const at = [0.5 + 0.1 - 0.4, 0.25 + 0.05 - 0.2];
    expect((at[0]! - centre[0]) * scale[0]).toBeCloseTo(0.5, 9);
    expect((at[1]! - centre[1]) * scale[1]).toBeCloseTo(-0.5, 9);
  });
});

describe('Slots', () => {
  it('gives numbers that became free to others', () => {
    const slots = new Slots();
    expect([slots.take('a'), slots.take('b'), slots.take('a')]).toEqual([0, 1, 0]);
    expect(slots.free('a')).toBe(0);
    expect(slots.free('a')).toBe(-1);
    expect(slots.take('c')).toBe(0);
    expect(slots.nameAt(0)).toBe('c');
  });
});
