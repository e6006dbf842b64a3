import type { Overview } from '../api/types';
import { clock, duration, money } from '../api/words';
import { useBox } from '../ui/box';
import type { OpsModel } from './opsModel';
import { Spark } from './spark';

interface Figure {
  id: string;
  name: string;
  text: (now: Overview) => string;
  sub?: (now: Overview) => string;
  value: (at: Overview) => number | null;
  isBad?: (now: Overview) => boolean;
}

const none = '–';

const tiles: Figure[] = [
  {
    id: 'open-jobs',
    name: 'Open jobs',
    text: (now) => String(now.open_jobs),
    sub: (now) => `${now.waiting_jobs} waiting`,
    value: (at) => at.open_jobs,
  },
  { id: 'served', name: 'Served per minute', text: (now) => now.served_per_minute.toFixed(1), value: (at) => at.served_per_minute },
  {
    id: 'mean-wait',
    name: 'Mean wait for pick-up',
    text: (now) => (now.mean_wait_seconds === undefined ? none : duration(now.mean_wait_seconds)),
    value: (at) => at.mean_wait_seconds ?? null,
  },
  {
    id: 'acceptance',
    name: 'Offers accepted',
    text: (now) => (now.acceptance_rate === undefined ? none : `${Math.round(now.acceptance_rate * 100)} %`),
    value: (at) => at.acceptance_rate ?? null,
  },
  { id: 'captured', name: 'Captured', text: (now) => money(now.captured_minor_units, now.currency), value: (at) => at.captured_minor_units },
  {
    id: 'imbalance',
    name: 'Ledger imbalance',
    text: (now) => (now.ledger_imbalance_minor_units === undefined ? none : money(now.ledger_imbalance_minor_units, now.currency)),
    sub: (now) => (now.ledger_checked_at ? `checked ${clock(now.ledger_checked_at)}` : 'not checked yet'),
    value: (at) => at.ledger_imbalance_minor_units ?? null,
    isBad: (now) => (now.ledger_imbalance_minor_units ?? 0) !== 0,
  },
];

export function Tiles({ model }: { model: OpsModel }) {
  const history = useBox(model.figures);
  const now = history.at(-1);
  const times = history.map((at) => Date.parse(at.at) / 1000);
  return (
    <section class="tiles" aria-label="Figures of the market">
      {tiles.map((tile) => (
        <div class={`tile ${now && tile.isBad?.(now) ? 'bad' : ''}`} key={tile.id} data-testid={`tile-${tile.id}`}>
          <h3>{tile.name}</h3>
          <div>
            <span class="value">{now ? tile.text(now) : none}</span>
            {now && tile.sub && <span class="sub">{tile.sub(now)}</span>}
          </div>
          <Spark times={times} values={history.map(tile.value)} />
        </div>
      ))}
    </section>
  );
}
