import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Duration, HourFigures, MerchantStatistics, MerchantStore, SaleFigures } from '../api/types';
import { duration, money, words } from '../api/words';
import type { Hub } from '../hubs/hub';
import { Fault } from '../ui/widgets';

interface Tile {
  id: string;
  name: string;
  text: (of: SaleFigures, currency: string) => string;
  sub?: (of: SaleFigures, currency: string) => string;
}

const refreshMilliseconds = 3000;
const none = '–';
const time = (of: Duration) => (of.p50_seconds === undefined ? none : duration(of.p50_seconds));
const times = (of: Duration) => (of.count === 0 ? '' : `mean ${duration(of.mean_seconds!)}, 95 % within ${duration(of.p95_seconds!)}`);

const tiles: Tile[] = [
  { id: 'ordered', name: 'Orders', text: (of) => String(of.ordered), sub: (of) => `${of.accepted} accepted, ${of.rejected} rejected, ${of.silent} not answered` },
  { id: 'completed', name: 'Done', text: (of) => String(of.completed) },
  { id: 'redemptions', name: 'Redemptions', text: (of) => String(of.redemptions), sub: (of) => `${of.redeemed_units} units` },
  { id: 'answer', name: 'Answer', text: (of) => time(of.answer), sub: (of) => times(of.answer) },
  { id: 'preparation', name: 'Preparation', text: (of) => time(of.preparation), sub: (of) => times(of.preparation) },
  { id: 'courier-waiting', name: 'Couriers wait', text: (of) => time(of.courier_waiting), sub: (of) => times(of.courier_waiting) },
  { id: 'waiting', name: 'Customers wait', text: (of) => time(of.waiting), sub: (of) => times(of.waiting) },
  { id: 'gross', name: 'Gross', text: (of, currency) => money(of.gross_minor_units, currency) },
  { id: 'net', name: 'Net', text: (of, currency) => money(of.net_minor_units, currency) },
  { id: 'refunded', name: 'Refunded', text: (of, currency) => money(of.refunded_minor_units, currency) },
  { id: 'discounts', name: 'Discounts', text: (of, currency) => money(discounted(of), currency) },
  { id: 'rating', name: 'Rating', text: (of) => of.rating_average?.toFixed(1) ?? none, sub: (of) => `${of.rating_count} shown` },
  { id: 'new-customers', name: 'New customers', text: (of) => String(of.new_customers) },
  { id: 'returning-customers', name: 'Returning customers', text: (of) => String(of.returning_customers) },
];

const discounted = (of: SaleFigures) => of.discounts.reduce((sum, one) => sum + one.amount_minor_units, 0);

/** Today's figures as they change, beside those of the same weekday last week up to the same time. */
export function StatisticsTab({ api, hub, stores }: { api: Api; hub: Hub; stores: MerchantStore[] }) {
  const [store, setStore] = useState('');
  const [statistics, setStatistics] = useState<MerchantStatistics>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    // News of a store that was watched before may still be on its way.
    const wanted = store || undefined;
    let over = false;
    const took = (told: MerchantStatistics) => {
      if (!over && (told.store_id === wanted || (!wanted && stores.length === 1))) {
        setStatistics(told);
        setFault(undefined);
      }
    };
    const ask = () => api.get<MerchantStatistics>('/v1/merchant/statistics', { store_id: wanted }).then(took, (why) => !over && setFault(why));
    // A live connection answers by itself.
    if (!hub.isLive) {
      void ask();
    }

    const stopListening = hub.on<MerchantStatistics>('Statistics', took);
    const leave = hub.onLive(() => void hub.invoke<MerchantStatistics>('WatchStatistics', wanted ?? null).then(took, () => void ask()));
    const timer = setInterval(() => !hub.isLive && void ask(), refreshMilliseconds);
    return () => {
      over = true;
      clearInterval(timer);
      leave();
      stopListening();
      if (hub.isLive) {
        hub.invoke('UnwatchStatistics').catch(() => undefined);
      }
    };
  }, [api, hub, store, stores.length]);
  return (
    <div class="stack" data-testid="statistics" data-at={statistics?.at} data-store-id={statistics?.store_id}>
      {stores.length > 1 && (
        <label>
          <span>Store</span>
          <select value={store} onChange={(event) => setStore(event.currentTarget.value)} data-testid="statistics-store">
            <option value="">All stores</option>
            {stores.map((one) => (
              <option key={one.store_id} value={one.store_id}>
                {one.store.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Fault fault={fault} />
      {statistics && (
        <>
          <p class="muted">Today, beside the same weekday last week up to the same time.</p>
          <section class="figures" aria-label="Figures">
            {tiles.map((tile) => (
              <div class="card tight figure" key={tile.id} data-testid={`figure-${tile.id}`} data-now={tile.text(statistics.figures, statistics.currency)}>
                <h3>{tile.name}</h3>
                <span class="big">{tile.text(statistics.figures, statistics.currency)}</span>
                <small>last week {tile.text(statistics.before, statistics.currency)}</small>
                {tile.sub && <small>{tile.sub(statistics.figures, statistics.currency)}</small>}
              </div>
            ))}
          </section>
          <Hours hours={statistics.hours} />
          <Discounts statistics={statistics} />
          {statistics.stores.length > 1 && <Stores statistics={statistics} />}
        </>
      )}
    </div>
  );
}

/** Orders and redemptions by hour of the day; last week's as an outline behind. */
function Hours({ hours }: { hours: HourFigures[] }) {
  const now = (of: HourFigures) => of.ordered + of.redemptions;
  const before = (of: HourFigures) => of.ordered_before + of.redemptions_before;
  const most = Math.max(1, ...hours.map((of) => Math.max(now(of), before(of))));
  const width = 20;
  const height = 90;
  const tall = (count: number) => (count / most) * height;
  return (
    <section class="card stack tight" aria-label="By hour" data-testid="hours" data-hours={hours.length}>
      <h3>Orders and redemptions by hour</h3>
      <svg class="hours" viewBox={`0 0 ${hours.length * width} ${height + 16}`} role="img" aria-label={hours.filter((of) => now(of) > 0).map((of) => `${of.hour}:00: ${now(of)}`).join(', ') || 'nothing yet'}>
        {hours.map((of, at) => (
          <g key={`${of.hour} ${of.repeated}`}>
            <title>{`${of.hour}:00${of.repeated ? ' again' : ''}: ${now(of)}, last week ${before(of)}`}</title>
            <rect class="before" x={at * width + 2} width={width - 4} y={height - tall(before(of))} height={tall(before(of))} />
            <rect class="now" x={at * width + 5} width={width - 10} y={height - tall(now(of))} height={tall(now(of))} />
            {of.hour % 3 === 0 && !of.repeated && (
              <text x={at * width + width / 2} y={height + 13}>
                {of.hour}
              </text>
            )}
          </g>
        ))}
      </svg>
    </section>
  );
}

function Discounts({ statistics }: { statistics: MerchantStatistics }) {
  const { figures, before, currency } = statistics;
  const funders = [...new Set([...figures.discounts, ...before.discounts].map((one) => one.funder))].sort();
  const given = (of: SaleFigures, funder: string) => money(of.discounts.find((one) => one.funder === funder)?.amount_minor_units ?? 0, currency);
  return funders.length === 0 ? null : (
    <section class="card" aria-label="Discounts by funder" data-testid="discounts">
      <table>
        <thead>
          <tr>
            <th>Discounts are funded by</th>
            <th class="number">Today</th>
            <th class="number">Last week</th>
          </tr>
        </thead>
        <tbody>
          {funders.map((funder) => (
            <tr key={funder}>
              <td>{words(funder.split('/')[0]!)}</td>
              <td class="number">{given(figures, funder)}</td>
              <td class="number">{given(before, funder)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Stores({ statistics }: { statistics: MerchantStatistics }) {
  return (
    <section class="card scroll" aria-label="By store">
      <table>
        <thead>
          <tr>
            <th>Store</th>
            <th class="number">Orders</th>
            <th class="number">Last week</th>
            <th class="number">Redemptions</th>
            <th class="number">Gross</th>
            <th class="number">Last week</th>
          </tr>
        </thead>
        <tbody>
          {statistics.stores.map((one) => (
            <tr key={one.store_id} data-testid="by-store" data-store-id={one.store_id} data-ordered={one.figures.ordered}>
              <td>{one.name}</td>
              <td class="number">{one.figures.ordered}</td>
              <td class="number">{one.before.ordered}</td>
              <td class="number">{one.figures.redemptions}</td>
              <td class="number">{money(one.figures.gross_minor_units, statistics.currency)}</td>
              <td class="number">{money(one.before.gross_minor_units, statistics.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
