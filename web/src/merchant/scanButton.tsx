import { useEffect, useRef, useState } from 'preact/hooks';
import { canScan, eyesOf, scan, whyNot, type ScanWindow } from './scan';

/** Scans a code with the camera. Not there where the browser cannot; a hand scanner types all the same. */
export function ScanButton({ disabled, onFound }: { disabled: boolean; onFound: (code: string) => void }) {
  const [able, setAble] = useState(false);
  const [looking, setLooking] = useState(false);
  const [why, setWhy] = useState<string>();
  const video = useRef<HTMLVideoElement>(null);
  const found = useRef(onFound);
  found.current = onFound;
  useEffect(() => {
    let current = true;
    void canScan(window as ScanWindow).then((can) => current && setAble(can));
    return () => {
      current = false;
    };
  }, []);
  useEffect(() => {
    if (!looking || !video.current) {
      return;
    }

    const stop = new AbortController();
    scan(eyesOf(window as ScanWindow, video.current), stop.signal)
      .then(
        (code) => code !== undefined && !stop.signal.aborted && found.current(code),
        (fault: unknown) => !stop.signal.aborted && setWhy(whyNot(fault)),
      )
      .finally(() => !stop.signal.aborted && setLooking(false));
    return () => stop.abort();
  }, [looking]);
  useEffect(() => {
    // What it would find while something is asked could not be asked.
    if (disabled) {
      setLooking(false);
    }
  }, [disabled]);
  if (!able) {
    return null;
  }

  return (
    <div class="stack tight">
      <button
        type="button"
        class="large"
        aria-pressed={looking}
        disabled={disabled}
        onClick={() => {
          setWhy(undefined);
          setLooking(!looking);
        }}
        data-testid="counter-scan"
      >
        {looking ? 'Close the camera' : 'Scan'}
      </button>
      {looking && <video class="scan" ref={video} muted playsInline aria-label="What the camera sees" data-testid="counter-camera" />}
      {why && (
        <p class="notice" role="alert" data-testid="counter-scan-why">
          {why}
        </p>
      )}
    </div>
  );
}
