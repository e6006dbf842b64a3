import { describe, expect, it } from 'vitest';
import { decodeVehicles } from './mapFrame';
import { encode } from './mapFrame.fixture';

describe('decodeVehicles', () => {
  it('reads 13 bytes a vehicle, little endian, degrees in millionths', () => {
    const bytes = [2, 1, 0, 0, 0x48, 0x10, 0x97, 0xfb, 0x91, 0xc5, 0x6d, 0x02, 3];
    const read = decodeVehicles(btoa(String.fromCharCode(...bytes)));
    expect(read.count).toBe(1);
    expect(read.index[0]).toBe(258);
    expect(read.longitude[0]).toBeCloseTo(-73.985976, 6);
    expect(read.latitude[0]).toBeCloseTo(40.748433, 6);
    expect(read.state[0]).toBe(3);
  });

  it('gives back what was written, also on the other side of the zero meridian and equator', () => {
    const written: [number, number, number, number][] = [
      [0, -180, -90, 0],
      [4_000_000_000, 179.999999, 89.999999, 4],
      [7, 0.000001, -0.000001, 1],
    ];
    const read = decodeVehicles(encode(written));
    expect(written.map((_, i) => [read.index[i], read.longitude[i], read.latitude[i], read.state[i]])).toEqual(written);
  });

  it('reads an empty frame', () => expect(decodeVehicles('').count).toBe(0));

  it('refuses a frame that was cut off', () => expect(() => decodeVehicles(btoa('fourteen bytes'))).toThrow(RangeError));
});
