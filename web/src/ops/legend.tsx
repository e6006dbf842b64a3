import { providerState } from '../api/words';
import { useBox } from '../ui/box';
import type { OpsModel } from './opsModel';

const shapes: Record<string, preact.JSX.Element> = {
  available: <circle cx="7" cy="7" r="4.2" fill="none" stroke="var(--available)" stroke-width="2.6" />,
  reserved: <circle cx="7" cy="7" r="5.4" fill="var(--reserved)" />,
  on_trip: <circle cx="7" cy="7" r="5.4" fill="var(--on-trip)" />,
  stopped: <rect x="2.2" y="2.2" width="9.6" height="9.6" fill="var(--stopped)" />,
  waiting: <path d="M7 0.6 13.4 7 7 13.4 0.6 7Z" fill="var(--waiting)" />,
};

/** What the dots mean, and how many there are of each: the map as text. */
export function Legend({ model }: { model: OpsModel }) {
  const counts = useBox(model.counts);
  return (
    <div class="legend" data-testid="legend" data-vehicles={counts.vehicles} data-waiting={counts.waiting} data-frames={counts.frames} data-moves={counts.moves}>
      {['available', 'reserved', 'on_trip', 'stopped'].map((state) => (
        <LegendLine key={state} shape={state} name={providerState(state)} count={counts.byState[state] ?? 0} />
      ))}
      <LegendLine shape="waiting" name="Customer waiting" count={counts.waiting} />
    </div>
  );
}

function LegendLine({ shape, name, count }: { shape: string; name: string; count: number }) {
  return (
    <>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        {shapes[shape]}
      </svg>
      <span>{name}</span>
      <span class="n" data-testid={`legend-${shape}`}>
        {count}
      </span>
    </>
  );
}
