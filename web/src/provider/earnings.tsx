import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Earnings } from '../api/types';
import { dayAndClock, money, shortId } from '../api/words';

/** What was earned in the last day; asked for again when `round` changes and a moment later, because the posting follows the capture. */
export function EarningsCard({ api, round }: { api: Api; round: number }) {
  const [earnings, setEarnings] = useState<Earnings>();
  useEffect(() => {
    const ask = () => void api.get<Earnings>('/v1/provider/earnings').then(setEarnings, () => undefined);
    ask();
    const timers = [1000, 3000, 8000].map((after) => setTimeout(ask, after));
    return () => timers.forEach(clearTimeout);
  }, [api, round]);
  if (!earnings) {
    return null;
  }

  return (
    <section class="stack tight" aria-label="Earnings" data-testid="earnings">
      <div class="row between">
        <h2>Earned in the last 24 hours</h2>
        <span class={earnings.totals.length ? 'big' : 'muted'} data-testid="earnings-total">
          {earnings.totals.length ? earnings.totals.map((total) => money(total.amount_minor_units, total.currency)).join(', ') : 'nothing yet'}
        </span>
      </div>
      {earnings.items.length > 0 && (
        <table>
          <caption class="sr-only">A line for each job</caption>
          <tbody>
            {earnings.items.slice(0, 12).map((item) => (
              <tr key={item.job_id + item.at} data-testid="earning">
                <td>{dayAndClock(item.at)}</td>
                <td class="mono">{shortId(item.job_id)}</td>
                <td class="number">{money(item.amount_minor_units, item.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
