import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Page, Placement } from '../api/types';
import { dayAndClock, minorUnits, money, words } from '../api/words';
import { Fault, useTask } from '../ui/widgets';

const DAY = 86_400_000;

/** What the merchant pays to be shown in front of others, and what came of it. */
export function PlacementsCard({ api, market, currency }: { api: Api; market: string; currency: string }) {
  const [placements, setPlacements] = useState<Placement[]>();
  const [price, setPrice] = useState('');
  const [budget, setBudget] = useState('');
  const [days, setDays] = useState(7);
  // What is sent stays until it is answered or a field changes: sent again, it is one placement.
  const [sent, setSent] = useState<{ id: string; body: object }>();
  const task = useTask();
  const load = async () => setPlacements((await api.get<Page<Placement>>('/v1/merchant/placements')).items);
  useEffect(() => void task.run(load), [api]);
  useEffect(() => setSent(undefined), [market]);
  const typed = (take: () => void) => {
    take();
    setSent(undefined);
  };
  const [each, whole] = [minorUnits(price, currency), minorUnits(budget, currency)];
  return (
    <section class="card stack tight" aria-label="Placements">
      <h3>Shown in front, as an ad</h3>
      {placements?.map((one) => (
        <div class="row between" key={one.placement_id} data-testid="placement" data-state={one.state} data-visits={one.visits}>
          <span class="grow">
            <span class="chip">{words(one.state)}</span> {money(one.terms.price_per_visit_minor_units, one.currency)} a visit, until {dayAndClock(one.terms.ends_at)}
            <br />
            <small>
              {one.clicks} clicks, {one.visits} visits, {money(one.spent_minor_units, one.currency)} spent, {money(one.reserved_minor_units, one.currency)} set aside, {money(one.left_minor_units, one.currency)} left
            </small>
          </span>
          {one.state !== 'ended' && (
            <button
              type="button"
              class="small"
              disabled={task.busy}
              onClick={() =>
                void task.run(async () => {
                  await api.put(`/v1/merchant/placements/${one.placement_id}`, { ...one.terms, paused: !one.terms.paused });
                  await load();
                })
              }
              data-testid="placement-pause"
            >
              {one.terms.paused ? 'Show again' : 'Pause'}
            </button>
          )}
        </div>
      ))}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(async () => {
            const [begins_at, ends_at] = [new Date().toISOString(), new Date(Date.now() + days * DAY).toISOString()];
            const made = sent ?? { id: newKey(), body: { market, price_per_visit_minor_units: each, budget_minor_units: whole, begins_at, ends_at, version: 0 } };
            setSent(made);
            try {
              await api.put(`/v1/merchant/placements/${made.id}`, made.body);
            } catch (fault) {
              // Changed since it was written: it is there, and what is sent next is another.
              if (fault instanceof ApiProblem && fault.status === 409) {
                setSent(undefined);
                await load();
              }

              throw fault;
            }

            setSent(undefined);
            setPrice('');
            setBudget('');
            await load();
          });
        }}
      >
        <label>
          <span>A visit, {currency}</span>
          <input value={price} size={7} inputMode="decimal" onInput={(event) => typed(() => setPrice(event.currentTarget.value))} data-testid="placement-price" />
        </label>
        <label>
          <span>Budget, {currency}</span>
          <input value={budget} size={7} inputMode="decimal" onInput={(event) => typed(() => setBudget(event.currentTarget.value))} data-testid="placement-budget" />
        </label>
        <label>
          <span>Days</span>
          <input class="count" type="number" min={1} max={366} value={days} onInput={(event) => typed(() => setDays(event.currentTarget.valueAsNumber || 1))} data-testid="placement-days" />
        </label>
        <button class="bottom" disabled={task.busy || !each || !whole || whole < each} data-testid="placement-make">
          Place
        </button>
      </form>
      <Fault fault={task.fault} onClose={task.clear} />
    </section>
  );
}
