import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { modulesOf, pathOf, quietZone } from './qr';

/** What a camera would see of the drawn path: so many pixels a module. */
function picture(path: string, side: number, scale: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(side * scale * side * scale * 4).fill(255);
  for (const [, x, y, run, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(x);
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column++) {
        pixels.fill(0, (row * side * scale + column) * 4, (row * side * scale + column) * 4 + 3);
      }
    }
  }

  return pixels;
}

describe('a QR code', () => {
  it('is read as the text that was drawn', () => {
    for (const text of ['7K3M9QX2VB4T', '7K3M-9QX2-VB4T', '0', 'A code that is longer than any there is, so that it needs a larger square: 0123456789']) {
      const modules = modulesOf(text);
      const side = modules.length + 2 * quietZone;
      const scale = 5;
      expect(jsQR(picture(pathOf(modules), side, scale), side * scale, side * scale)?.data).toBe(text);
    }
  });

  it('draws each dark module once and leaves its quiet zone light', () => {
    const modules = modulesOf('7K3M9QX2VB4T');
    const runs = [...pathOf(modules).matchAll(/M(\d+) (\d+)h(\d+)/g)].map((match) => match.slice(1).map(Number) as [number, number, number]);
    expect(runs.reduce((sum, [, , run]) => sum + run, 0)).toBe(modules.flat().filter(Boolean).length);
    for (const [x, y, run] of runs) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(quietZone);
      expect(Math.max(x + run, y + 1)).toBeLessThanOrEqual(modules.length + quietZone);
    }
  });
});
