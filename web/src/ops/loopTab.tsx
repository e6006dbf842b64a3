import { useEffect, useState } from 'preact/hooks';
import type { Campaign, CampaignFigures, Cohort, Funnel, Page } from '../api/types';
import { money, shortId, words } from '../api/words';
import { Fault } from '../ui/widgets';
import type { OpsModel } from './opsModel';

const PERIOD = 5000;
const LONG_PERIOD = 60_000;
const DAY = 86_400_000;
const sources: Record<string, string> = { qr: 'QR code', api_key: 'Integrator’s key' };

/** How customers come, what becomes of it, who comes back, and what each campaign comes to. */
export function LoopTab({ model }: { model: OpsModel }) {
  const [by, setBy] = useState<'source' | 'campaign'>('source');
  const [days, setDays] = useState(1);
  const [funnel, setFunnel] = useState<Funnel>();
  const [cohorts, setCohorts] = useState<Cohort[]>();
  const [campaigns, setCampaigns] = useState<CampaignFigures[]>();
  const [fault, setFault] = useState<unknown>();
  const root = `/v1/ops/markets/${encodeURIComponent(model.market)}`;
  useEffect(
    () =>
      every(PERIOD, setFault, async (current) => {
        const got = await model.api.get<Funnel>(`${root}/funnel`, { by, from: new Date(Date.now() - days * DAY).toISOString() });
        if (current()) {
          setFunnel(got);
        }
      }),
    [model, root, by, days],
  );
  // What goes over weeks and whole campaigns is asked for less often.
  useEffect(
    () =>
      every(LONG_PERIOD, setFault, async (current) => {
        const list = await model.api.get<Page<Campaign>>('/v1/ops/campaigns', { limit: 20 });
        const [came, figures] = await Promise.all([
          model.api.get<{ cohorts: Cohort[] }>(`${root}/cohorts`),
          Promise.all(list.items.map((one) => model.api.get<CampaignFigures>(`/v1/ops/campaigns/${one.campaign_id}/figures`))),
        ]);
        if (current()) {
          setCohorts(came.cohorts);
          setCampaigns(figures);
        }
      }),
    [model, root],
  );
  const nameOf = (key: string) => (by === 'source' ? (sources[key] ?? words(key)) : key === '' ? 'No campaign' : (campaigns?.find((one) => one.campaign_id === key)?.name ?? shortId(key)));
  return (
    <section class="stack" aria-label="Loop">
      <Fault fault={fault} />
      <h3>Funnel</h3>
      <div class="row">
        <label>
          <span>By</span>
          <select value={by} onChange={(event) => setBy(event.currentTarget.value as 'source' | 'campaign')} data-testid="funnel-by">
            <option value="source">Source</option>
            <option value="campaign">Campaign</option>
          </select>
        </label>
        <label>
          <span>Of the last</span>
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))} data-testid="funnel-days">
            <option value={1}>24 hours</option>
            <option value={7}>7 days</option>
            <option value={30}>30 days</option>
          </select>
        </label>
      </div>
      <small>Back: of those who were new, who completed another job within 30 days. Rates are of touches, orders, newcomers and completed jobs.</small>
      {funnel && (
        <div class="scroll">
          <table class="dense" data-testid="funnel">
            <thead>
              <tr>
                {['', 'Touches', 'Quotes', 'Orders', 'Completed', 'Back', 'Rated'].map((name) => (
                  <th key={name} class={name === '' ? '' : 'number'}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...funnel.rows.map((row) => ({ row, name: nameOf(row.key), total: false })), { row: funnel.total, name: 'All', total: true }].map(({ row, name, total }) => (
                <tr key={total ? 'total' : `row ${row.key}`} class={total ? 'total' : ''} data-testid="funnel-row" data-key={total ? 'total' : row.key} data-orders={row.orders}>
                  <td>{name}</td>
                  <td class="number">{row.touches}</td>
                  <td class="number">{row.quotes}</td>
                  <td class="number">{withRate(row.orders, row.orders_per_touch)}</td>
                  <td class="number">{withRate(row.completed, row.completed_per_order)}</td>
                  <td class="number">{withRate(row.retained, row.retained_share)}</td>
                  <td class="number">{withRate(row.rated, row.rated_share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>Who came back</h3>
      {cohorts?.length === 0 && <p class="muted">Nobody has completed anything yet.</p>}
      {cohorts && cohorts.length > 0 && (
        <div class="scroll">
          <table class="dense" data-testid="cohorts">
            <thead>
              <tr>
                <th>First in week of</th>
                <th class="number">Customers</th>
                {cohorts[0]!.again.map((_, week) => (
                  <th key={week} class="number">
                    +{week + 1} w
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cohorts.map((one) => (
                <tr key={one.week_begins} data-testid="cohort" data-week={one.week_begins}>
                  <td class="mono">{one.week_begins.slice(5)}</td>
                  <td class="number">{one.customers}</td>
                  {one.shares.map((share, week) => (
                    <td key={week} class="number">
                      {percent(share)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>Campaigns</h3>
      {campaigns?.length === 0 && <p class="muted">No campaigns yet.</p>}
      <ul class="list">
        {campaigns?.map((one) => (
          <li key={one.campaign_id} class="message" data-testid="campaign-figures" data-campaign-id={one.campaign_id} data-used={one.used}>
            <strong>{one.name}</strong>
            <p>
              {one.issued} issued, {one.used} used, {one.expired} expired, {one.open} open; suggested {one.suggested} times, followed {one.followed} times
            </p>
            <p>{one.costs.length === 0 ? 'Has cost nothing yet.' : `Cost ${one.costs.map((cost) => `${money(cost.amount_minor_units, one.currency)} to ${funderOf(cost.funder)}`).join(', ')}.`}</p>
            {(['used_by', 'earned_by'] as const).map((which) =>
              one[which].map((jobs) => (
                <p key={which + jobs.economics.currency}>
                  {which === 'used_by' ? 'Used by' : 'Earned by'} {jobs.jobs} {jobs.jobs === 1 ? 'job' : 'jobs'}: revenue {money(jobs.economics.gross_minor_units, jobs.economics.currency)}, platform margin{' '}
                  {money(jobs.economics.platform_margin_minor_units, jobs.economics.currency)}
                </p>
              )),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function withRate(count: number, rate: number | undefined): string {
  return rate === undefined ? String(count) : `${count} (${percent(rate)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** The kind of a funder, and of its id as much as tells it apart. */
function funderOf(name: string): string {
  const [kind, id] = name.split('/');
  return kind === 'platform' || !id ? `the ${kind}` : `the ${kind} ${shortId(id)}`;
}

/** Loads at once and again after each period while the page is looked at, until the returned function is called. */
function every(period: number, told: (fault: unknown) => void, load: (current: () => boolean) => Promise<void>): () => void {
  let over = false;
  const turn = async () => {
    if (!document.hidden) {
      const fault = await load(() => !over).then(
        () => undefined,
        (why: unknown) => why,
      );
      if (!over) {
        told(fault);
      }
    }
  };
  void turn();
  const timer = setInterval(() => void turn(), period);
  return () => {
    over = true;
    clearInterval(timer);
  };
}
