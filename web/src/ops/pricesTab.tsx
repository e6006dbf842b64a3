import { useEffect, useState } from 'preact/hooks';
import type { Page, Surge, SurgeChange, ZoneSurge } from '../api/types';
import { clock, dayAndClock, shortId, words } from '../api/words';
import { Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';

const PERIOD = 5000;
const SHOWN = 100;

/** What prices are multiplied by, zone by zone, and an operator's own. */
export function PricesTab({ model }: { model: OpsModel }) {
  const [services, setServices] = useState<Surge[]>();
  const [fault, setFault] = useState<unknown>();
  const path = `/v1/ops/markets/${encodeURIComponent(model.market)}/surge`;
  useEffect(() => {
    let current = true;
    const load = () => {
      if (!document.hidden) {
        model.api.get<Surge[]>(path).then((got) => current && (setServices(got), setFault(undefined)), (why: unknown) => current && setFault(why));
      }
    };
    load();
    const timer = setInterval(load, PERIOD);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [model, path]);
  return (
    <section class="stack" aria-label="Prices">
      <Fault fault={fault} />
      {services?.length === 0 && <p class="muted">No service of this market has prices that follow demand.</p>}
      {services?.map((service) => (
        <Service
          key={service.service_class}
          service={service}
          model={model}
          path={path}
          onChange={(changed) => setServices(services.map((one) => (one.service_class === changed.service_class ? changed : one)))}
        />
      ))}
    </section>
  );
}

function Service(props: { service: Surge; model: OpsModel; path: string; onChange: (changed: Surge) => void }) {
  const { service } = props;
  const [zone, setZone] = useState('*');
  const [multiplier, setMultiplier] = useState('1');
  const [minutes, setMinutes] = useState('30');
  const [reason, setReason] = useState('');
  const task = useTask();
  // The latest hundred come with the prices; what is earlier is asked for when somebody wants it, from the newest on, so that no gap comes between.
  const [earlier, setEarlier] = useState<SurgeChange[]>([]);
  const [cursor, setCursor] = useState<string | null>();
  const changes = [...new Map([...service.changes, ...earlier].map((change) => [change.number, change])).values()];
  const load = () =>
    task.run(async () => {
      const page = await props.model.api.get<Page<SurgeChange>>(`${props.path}/changes`, { service_class: service.service_class, limit: 2 * SHOWN, cursor: cursor ?? undefined });
      setEarlier([...earlier, ...page.items]);
      setCursor(page.next_cursor ?? null);
    });
  const send = (own: boolean) =>
    task.run(async () => {
      const body = { service_class: service.service_class, reason: reason.trim(), ...(zone !== '*' && { zone }), ...(own && { multiplier: Number(multiplier), minutes: Number(minutes) }) };
      props.onChange(await props.model.api.post<Surge>(props.path, body));
      setReason('');
    });
  return (
    <div class="card stack" data-testid="surge-service" data-service={service.service_class}>
      <h3>
        {words(service.service_class)} <small>by demand at most {service.cap} times</small>
      </h3>
      <table>
        <thead>
          <tr>
            <th>Zone</th>
            <th class="number">Times</th>
            <th class="number">By demand</th>
            <th class="number">Waiting</th>
            <th class="number">Free</th>
          </tr>
        </thead>
        <tbody>
          {service.zones.map((one) => (
            <tr key={one.zone} data-testid="surge-zone" data-zone={one.zone} data-multiplier={one.multiplier}>
              <td>
                {nameOf(one)} {one.own_until && <span class="chip">{one.own_stops ? 'own stopped: the margin is at its floor' : `own until ${clock(one.own_until)}`}</span>}
              </td>
              <td class="number">{one.multiplier}</td>
              <td class="number">{one.counted}</td>
              <td class="number">{one.waiting}</td>
              <td class="number">{one.free}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <form
        class="stack tight"
        onSubmit={(event) => {
          event.preventDefault();
          void send(true);
        }}
      >
        <div class="row">
          <label class="grow">
            <span>Where</span>
            <select value={zone} onChange={(event) => setZone(event.currentTarget.value)} data-testid="surge-where">
              <option value="*">Everywhere</option>
              {service.zones.map((one) => (
                <option key={one.zone} value={one.zone}>
                  {nameOf(one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>Times</span>
            <input type="number" min="1" max="10" step="0.1" required value={multiplier} onInput={(event) => setMultiplier(event.currentTarget.value)} data-testid="surge-times" />
          </label>
          <label>
            <span>Minutes</span>
            <input type="number" min="1" max="1440" required value={minutes} onInput={(event) => setMinutes(event.currentTarget.value)} data-testid="surge-minutes" />
          </label>
        </div>
        <label>
          <span>Why</span>
          <input value={reason} required maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} data-testid="surge-reason" />
        </label>
        <div class="row">
          <button class="primary" disabled={task.busy || !reason.trim()} data-testid="surge-set">
            Set
          </button>
          <button type="button" disabled={task.busy || !reason.trim()} onClick={() => void send(false)} data-testid="surge-end">
            Back to demand
          </button>
        </div>
      </form>
      <Fault fault={task.fault} />
      <ul class="list">
        {changes.map((change) => (
          <li key={change.number} data-testid="surge-change">
            <small>
              {dayAndClock(change.at)}, <span class="mono">{shortId(change.by)}</span>: {change.zone === undefined ? 'everywhere' : change.zone || 'outside all zones'}{' '}
              {change.multiplier === undefined ? 'back to demand' : `${change.multiplier} times${change.until ? ` until ${clock(change.until)}` : ''}`}. {change.reason}
            </small>
          </li>
        ))}
      </ul>
      {service.changes.length >= SHOWN && cursor !== null && (
        <button type="button" disabled={task.busy} onClick={() => void load()} data-testid="surge-earlier">
          Earlier
        </button>
      )}
    </div>
  );
}

const nameOf = (zone: ZoneSurge) => zone.zone || 'Outside all zones';
