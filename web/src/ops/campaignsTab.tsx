import { useEffect, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Campaign, Page } from '../api/types';
import { benefit, dayAndClock, minorUnits, money, words } from '../api/words';
import { Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';

/** Campaigns with what is used and reserved of their budgets. */
export function CampaignsTab({ model }: { model: OpsModel }) {
  const [campaigns, setCampaigns] = useState<Campaign[]>();
  const [fault, setFault] = useState<unknown>();
  const [form, setForm] = useState({ operator: '', name: '', off: '5', budget: '1000', currency: 'USD', days: '7' });
  const task = useTask();
  const load = () => model.api.get<Page<Campaign>>('/v1/ops/campaigns', { limit: 100 }).then((page) => setCampaigns(page.items), setFault);
  useEffect(() => void load(), [model]);
  const change = (campaign: Campaign, body: { paused?: boolean; ends_at?: string }) =>
    task.run(async () => {
      await model.api.post(`/v1/ops/campaigns/${campaign.campaign_id}/change`, body);
      await load();
    });
  const off = minorUnits(form.off, form.currency);
  const budget = minorUnits(form.budget, form.currency);
  const field = (name: keyof typeof form, label: string) => (
    <label class="grow">
      <span>{label}</span>
      <input value={form[name]} required onInput={(event) => setForm({ ...form, [name]: event.currentTarget.value })} data-testid={`campaign-${name}`} />
    </label>
  );
  return (
    <section class="stack" aria-label="Campaigns">
      <form
        class="stack tight"
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(async () => {
            const now = Date.now();
            const campaign = {
              operator: form.operator.trim(),
              name: form.name.trim(),
              funder: { kind: 'platform' },
              currency: form.currency,
              benefit: { kind: 'amount', amount_minor_units: off },
              budget_minor_units: budget,
              begins_at: new Date(now).toISOString(),
              ends_at: new Date(now + Number(form.days) * 86_400_000).toISOString(),
              scope: { markets: [model.market] },
              most_uses_per_customer: 1,
              public_code: true,
            };
            await model.api.postUntilAnswered('/v1/ops/campaigns', campaign, newKey());
            setForm({ ...form, name: '' });
            await load();
          });
        }}
      >
        <h3>New campaign with a code</h3>
        <div class="row">
          {field('name', 'Name')}
          {field('operator', 'Business')}
        </div>
        <div class="row">
          {field('off', `Off each price, ${form.currency}`)}
          {field('budget', `Budget, ${form.currency}`)}
          {field('days', 'Days')}
        </div>
        <small>The platform pays, once for each customer, in this market. Everything else that a campaign can be is in the API.</small>
        <button class="primary" disabled={task.busy || !form.name.trim() || !off || !budget || !(Number(form.days) > 0)} data-testid="campaign-make">
          Make the campaign
        </button>
      </form>
      <Fault fault={task.fault ?? fault} />
      {campaigns?.length === 0 && <p class="muted">No campaigns yet.</p>}
      <ul class="list">
        {campaigns?.map((one) => {
          const terms = one.terms;
          return (
            <li key={one.campaign_id} class="message" data-testid="campaign" data-state={one.state} data-code={one.code}>
              <div class="row between">
                <strong>{terms.name}</strong>
                <span class="chip">{words(one.state)}</span>
              </div>
              <p>
                {benefit(terms.benefit, terms.currency)}, paid by the {words(terms.funder.kind).toLowerCase()}
                {one.code && (
                  <>
                    , code <span class="mono">{one.code}</span>
                  </>
                )}
              </p>
              <p>
                {money(one.spent_minor_units, terms.currency)} used, {money(one.reserved_minor_units, terms.currency)} reserved, {money(one.left_minor_units, terms.currency)} left of {money(terms.budget_minor_units, terms.currency)}
              </p>
              <small>
                {one.uses} uses of {one.issued} vouchers, until {dayAndClock(terms.ends_at)}
              </small>
              {one.state !== 'ended' && (
                <div class="row">
                  <button type="button" class="small" disabled={task.busy} onClick={() => void change(one, { paused: one.state !== 'paused' })} data-testid="campaign-pause">
                    {one.state === 'paused' ? 'Go on' : 'Pause'}
                  </button>
                  <button type="button" class="small danger" disabled={task.busy} onClick={() => void change(one, { ends_at: new Date(0).toISOString() })} data-testid="campaign-end">
                    End
                  </button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
