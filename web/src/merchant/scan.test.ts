import { describe, expect, it } from 'vitest';
import { canScan, scan, whyNot, type Eyes, type ScanWindow } from './scan';

/** A camera that sees what it is told to, look by look, and says what was done with it. */
class FakeEyes implements Eyes {
  done: string[] = [];
  looks = 0;
  opened = Promise.resolve();

  constructor(private readonly seen: (look: number) => string[]) {}

  get isOn(): boolean {
    return this.done.includes('on') && !this.done.includes('off');
  }

  async open() {
    await this.opened;
    this.done.push('on');
    return { getTracks: () => [{ stop: () => this.done.push('off') }] };
  }

  async show(camera: object | undefined) {
    this.done.push(camera ? 'show' : 'hide');
  }

  async codes() {
    return this.seen(this.looks++).map((rawValue) => ({ rawValue }));
  }

  async next() {}
}

describe('a scan', () => {
  it('looks until a code is there, and turns the camera off', async () => {
    const eyes = new FakeEyes((look) => (look < 3 ? (look === 1 ? [' '] : []) : [' 7K3M9QX2VB4T\n']));
    expect(await scan(eyes, new AbortController().signal)).toBe('7K3M9QX2VB4T');
    expect(eyes.looks).toBe(4);
    expect(eyes.done).toEqual(['on', 'show', 'off', 'hide']);
  });

  it('turns the camera off in the moment it is closed, and finds nothing after that', async () => {
    const stop = new AbortController();
    const eyes = new FakeEyes((look) => {
      if (look < 2) {
        return [];
      }

      stop.abort();
      expect(eyes.isOn).toBe(false);
      return ['7K3M9QX2VB4T'];
    });
    expect(await scan(eyes, stop.signal)).toBeUndefined();
    expect(eyes.looks).toBe(3);
  });

  it('turns off a camera that is allowed after it was closed, without looking', async () => {
    const stop = new AbortController();
    let allow = () => {};
    const eyes = new FakeEyes(() => ['7K3M9QX2VB4T']);
    eyes.opened = new Promise((allowed) => (allow = allowed));
    const scanning = scan(eyes, stop.signal);
    stop.abort();
    allow();
    expect(await scanning).toBeUndefined();
    expect([eyes.looks, eyes.isOn]).toEqual([0, false]);
  });

  it('says when the camera is refused, and turns it off when it breaks', async () => {
    const eyes = new FakeEyes(() => {
      throw new DOMException('gone', 'NotReadableError');
    });
    await expect(scan(eyes, new AbortController().signal)).rejects.toThrow('gone');
    expect(eyes.isOn).toBe(false);
    eyes.opened = Promise.reject(new DOMException('no', 'NotAllowedError'));
    const refused = await scan(eyes, new AbortController().signal).catch(whyNot);
    expect(refused).toBe('The camera may not be used here. Allow it for this page in the browser, or type the code.');
    expect(new Set(['NotAllowedError', 'NotFoundError', 'NotReadableError', 'Other'].map((name) => whyNot(new DOMException('', name)))).size).toBe(4);
  });

  it('is offered only where there are a camera and a detector of QR codes', async () => {
    const mediaDevices = { getUserMedia: () => Promise.reject(new Error()) };
    const detectors = (formats: () => Promise<string[]>) => Object.assign(class {}, { getSupportedFormats: formats }) as unknown as ScanWindow['BarcodeDetector'];
    const knows = detectors(async () => ['ean_13', 'qr_code']);
    expect(await canScan({ navigator: { mediaDevices }, BarcodeDetector: knows })).toBe(true);
    expect(await canScan({ navigator: { mediaDevices } })).toBe(false);
    expect(await canScan({ navigator: {}, BarcodeDetector: knows })).toBe(false);
    expect(await canScan({ navigator: { mediaDevices }, BarcodeDetector: detectors(async () => []) })).toBe(false);
    expect(await canScan({ navigator: { mediaDevices }, BarcodeDetector: detectors(() => Promise.reject(new Error())) })).toBe(false);
  });
});
