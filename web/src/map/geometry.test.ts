import { describe, expect, it } from 'vitest';
import type { Pair } from '../api/types';
import { Drive } from '../provider/drive';
import { LineWalk } from './lineWalk';
import { circleAround, latitudeOf, longitudeOf, mercatorX, mercatorY, metresBetween } from './mercator';

describe('Mercator', () => {
  it('goes there and back', () => {
    for (const [longitude, latitude] of [[-73.98, 40.75], [0, 0], [151.2, -33.9]] as Pair[]) {
      expect(longitudeOf(mercatorX(longitude))).toBeCloseTo(longitude, 9);
      expect(latitudeOf(mercatorY(latitude))).toBeCloseTo(latitude, 9);
    }

    expect(mercatorY(85.0511287798)).toBeCloseTo(0, 9);
  });

  it('knows distances', () => {
    // A degree along a meridian of a sphere with the mean radius.
    expect(metresBetween([10, 50], [10, 51])).toBeCloseTo(111195.08, 1);
    for (const place of circleAround([-73.98, 40.75], 300, 8)) {
      expect(metresBetween([-73.98, 40.75], place)).toBeCloseTo(300, 0);
    }
  });
});

describe('LineWalk', () => {
  const line: Pair[] = [[0, 0], [0.001, 0], [0.001, 0.001]];
  const walk = new LineWalk(line);
  const leg = metresBetween(line[0]!, line[1]!);

  it('finds places along the line and stays between its ends', () => {
    expect(walk.at(-5)).toEqual([0, 0]);
    expect(walk.at(leg / 2)[0]).toBeCloseTo(0.0005, 9);
    expect(walk.at(leg * 1.5)).toEqual([0.001, expect.closeTo(0.0005, 9)]);
    expect(walk.at(1e6)).toEqual([0.001, 0.001]);
  });

  it('tells what is left', () => {
    expect(walk.rest(leg * 1.5)).toHaveLength(2);
    expect(walk.rest(0)).toEqual([[0, 0], ...line.slice(1)]);
    expect(walk.rest(1e6)).toEqual([[0.001, 0.001]]);
  });

  it('bears a line that is one place', () => {
    expect(new LineWalk([[1, 2]]).at(10)).toEqual([1, 2]);
    expect(new LineWalk([[1, 2], [1, 2]]).at(0)).toEqual([1, 2]);
  });
});

describe('Drive', () => {
  it('gets there at its speed, and no further', () => {
    const drive = new Drive([[0, 0], [0.001, 0]]);
    const metres = metresBetween([0, 0], [0.001, 0]);
    drive.advance(1, 36);
    expect(drive.restMetres).toBeCloseTo(metres - 10, 6);
    expect(drive.isThere).toBe(false);
    expect(drive.advance(60, 36)).toEqual([0.001, 0]);
    expect(drive.isThere).toBe(true);
  });
});
