/** What there is to see with; a browser has it, a test brings its own. */
export interface Eyes {
  /** Turns the camera on; refused where a person, or the browser, does not want it. */
  open(): Promise<Camera>;
  /** Shows what the camera sees; resolves when the first picture is there. Given nothing, shows nothing. */
  show(camera: Camera | undefined): Promise<void>;
  /** The codes in what is shown now. */
  codes(): Promise<{ rawValue: string }[]>;
  /** Waits for the next picture that is worth a look. */
  next(): Promise<unknown>;
}

interface Camera {
  getTracks(): { stop(): void }[];
}

/** Looks until a code is seen, or until it is told to stop: then there is none. The camera is off by the time it answers, and at once when it is told to stop. */
export async function scan(eyes: Eyes, stop: AbortSignal): Promise<string | undefined> {
  const camera = await eyes.open();
  const off = () => camera.getTracks().forEach((track) => track.stop());
  stop.addEventListener('abort', off);
  try {
    if (!stop.aborted) {
      await eyes.show(camera);
    }

    while (!stop.aborted) {
      const seen = (await eyes.codes()).find((one) => one.rawValue.trim());
      if (seen && !stop.aborted) {
        return seen.rawValue.trim();
      }

      if (!stop.aborted) {
        await eyes.next();
      }
    }

    return undefined;
  } catch (fault) {
    // What breaks because the camera was turned off is no fault.
    if (stop.aborted) {
      return undefined;
    }

    throw fault;
  } finally {
    stop.removeEventListener('abort', off);
    off();
    void eyes.show(undefined);
  }
}

interface Detector {
  detect(picture: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

/** https://wicg.github.io/shape-detection-api, which not every browser has. */
interface Detectors {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const qr = 'qr_code';

/** What of a window it takes to scan. */
export interface ScanWindow {
  BarcodeDetector?: Detectors;
  navigator: { mediaDevices?: Pick<MediaDevices, 'getUserMedia'> };
}

/** Whether this browser has a camera to ask for and knows QR codes. */
export async function canScan(has: ScanWindow): Promise<boolean> {
  try {
    return has.navigator.mediaDevices !== undefined && has.BarcodeDetector !== undefined && (await has.BarcodeDetector.getSupportedFormats()).includes(qr);
  } catch {
    return false;
  }
}

/** Sees with a browser's camera, the one on the back where there are two, and shows it on a video. */
export function eyesOf(has: ScanWindow, video: HTMLVideoElement): Eyes {
  const detector = new has.BarcodeDetector!({ formats: [qr] });
  return {
    open: () => has.navigator.mediaDevices!.getUserMedia({ video: { facingMode: 'environment' } }),
    show: async (camera) => {
      video.srcObject = (camera as MediaStream | undefined) ?? null;
      if (camera) {
        await video.play();
      }
    },
    codes: () => detector.detect(video),
    next: () => new Promise(requestAnimationFrame),
  };
}

/** Why nothing can be scanned, to the person at the counter. */
export function whyNot(fault: unknown): string {
  switch (fault instanceof Error || fault instanceof DOMException ? fault.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'The camera may not be used here. Allow it for this page in the browser, or type the code.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'There is no camera. Type the code.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The camera is in use elsewhere, or broken. Type the code.';
    default:
      return 'The camera could not be used. Type the code.';
  }
}
