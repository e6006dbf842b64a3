import { useEffect, useState } from 'preact/hooks';
import type { Advice, Point } from '../api/types';
import { clock, distance } from '../api/words';
import { metresBetween } from '../map/mercator';

/** Where an idle provider is likely to be needed. Gone when it expires; nobody has to follow it. */
export function AdviceCard({ advice, place, driving, onGo }: { advice: Advice; place: Point | undefined; driving: boolean; onGo: () => void }) {
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    setExpired(false);
    const timer = setTimeout(() => setExpired(true), Math.max(0, Date.parse(advice.expires_at) - Date.now()));
    return () => clearTimeout(timer);
  }, [advice]);
  if (expired) {
    return null;
  }

  const metres = place && metresBetween([place.longitude, place.latitude], [advice.to.longitude, advice.to.latitude]);
  return (
    <div class="notice" role="status" data-testid="advice">
      <p>
        You are likely to be needed {metres !== undefined ? `${distance(metres)} from here` : 'elsewhere'}, at the mark on the map, until {clock(advice.expires_at)}. Whoever stays is asked as before.
      </p>
      {place && !driving && (
        <button type="button" onClick={onGo} data-testid="advice-go">
          Go there
        </button>
      )}
    </div>
  );
}
