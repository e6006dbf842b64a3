import { useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { Market, Point, Provider } from '../api/types';
import { words } from '../api/words';
import { Fault, PlaceFields, useTask } from '../ui/widgets';

export function ShiftForm(props: {
  api: Api;
  provider: Provider;
  markets: Market[];
  market: Market | undefined;
  onMarket: (name: string) => void;
  place: Point | undefined;
  onPlace: (place: Point | undefined) => void;
  onProvider: (provider: Provider) => void;
}) {
  const { api, market, place, provider } = props;
  const [chosen, setChosen] = useState<string[]>();
  const [capacity, setCapacity] = useState(4);
  const task = useTask();
  // Nobody is sent to a counter.
  const offered = market?.service_classes.filter((one) => one.kind !== 'redemption').map((one) => one.service_class) ?? [];
  const classes = (chosen ?? (offered.includes('manual') ? ['manual'] : offered.slice(0, 1))).filter((name) => offered.includes(name));
  return (
    <form
      class="stack"
      aria-label="Shift"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run(async () => {
          const body = { market: market!.market, service_classes: classes, vehicle_id: vehicleOf(provider.provider_id), capacity, chain_limit: 1 };
          const started = await api.post<Provider>('/v1/provider/shift/start', body, newKey());
          await api.post('/v1/locations', { reports: [place!] });
          props.onProvider(started);
        });
      }}
    >
      <h2>Begin a shift</h2>
      {props.markets.length > 1 && (
        <label>
          <span>City</span>
          <select value={market?.market} onChange={(event) => props.onMarket(event.currentTarget.value)} data-testid="market">
            {props.markets.map((one) => (
              <option key={one.market} value={one.market}>
                {words(one.market)}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset>
        <legend>What you do</legend>
        {offered.map((name) => (
          <label class="check" key={name}>
            <input
              type="checkbox"
              checked={classes.includes(name)}
              onChange={(event) => setChosen(event.currentTarget.checked ? [...classes, name] : classes.filter((other) => other !== name))}
              data-testid={`shift-class-${name}`}
            />
            <span>
              {words(name)} <small>{shiftHint(name)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label>
        <span>Seats for customers</span>
        <input type="number" min={1} max={8} value={capacity} onInput={(event) => setCapacity(event.currentTarget.valueAsNumber || 1)} data-testid="shift-capacity" />
      </label>
      <PlaceFields legend="Where the vehicle stands: click the map, or type the place" name="vehicle" place={place} onPlace={props.onPlace} />
      <Fault fault={task.fault} />
      <button class="primary large" disabled={!place || classes.length === 0 || task.busy || !market} data-testid="shift-start">
        Begin the shift
      </button>
      {!place && <small>Choose where the vehicle stands first.</small>}
    </form>
  );
}

function shiftHint(name: string): string {
  return { ride: 'beside the simulated vehicles', manual: 'customers who ask for a person', sandbox: "integrators' tests", delivery: 'goods of stores', visit: 'work at customers\' places' }[name] ?? '';
}

/** The vehicle of a provider in this browser. */
function vehicleOf(provider: string): string {
  const place = `o2o.vehicle.${provider}`;
  const id = localStorage.getItem(place) ?? crypto.randomUUID().replaceAll('-', '');
  localStorage.setItem(place, id);
  return id;
}
