import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Moment, Page } from '../api/types';
import { dayAndClock, money, words } from '../api/words';
import { Fault, useTask } from '../ui/widgets';
import { Sharing } from './sharing';

const told: Record<string, (one: Moment) => string> = {
  ordered: (one) => `Ordered: ${words(one.detail ?? '').toLowerCase()}`,
  redeemed: (one) => `Had at the counter: ${one.count === 1 ? 'one piece' : `${one.count} pieces`}`,
  completed: (one) => `Done: ${words(one.detail ?? '').toLowerCase()}`,
  ended: (one) => words(one.detail ?? ''),
  booked: (one) => `Booked for ${one.count}: ${words(one.detail ?? '').toLowerCase()}`,
  voucher_issued: (one) => `A voucher: ${one.detail}`,
  voucher_used: (one) => `Voucher used: ${one.detail}`,
  voucher_expired: (one) => `Voucher expired: ${one.detail}`,
  rated: (one) => `Rated ${one.count} of 5`,
  wallet_moved: (one) => `Wallet: ${words(one.detail ?? '').toLowerCase()}`,
  suggested: (one) => `Suggested: ${one.detail}`,
};

/** What happened to the customer, online and offline, and whether something may be suggested. */
export function Timeline({ api }: { api: Api }) {
  const [moments, setMoments] = useState<Moment[]>();
  const [cursor, setCursor] = useState<string>();
  const [wanted, setWanted] = useState<boolean>();
  const task = useTask();
  const load = (from?: string) =>
    task.run(async () => {
      const page = await api.get<Page<Moment>>('/v1/me/timeline', { limit: 30, cursor: from });
      setMoments((known) => (from ? [...(known ?? []), ...page.items] : page.items));
      setCursor(page.next_cursor);
    });
  useEffect(() => {
    void load();
    api.get<{ suggestions: boolean }>('/v1/me/preferences').then((got) => setWanted(got.suggestions), () => undefined);
  }, [api]);
  return (
    <section class="stack" aria-label="Timeline">
      <h2>What happened</h2>
      {wanted !== undefined && (
        <label class="check">
          <input
            type="checkbox"
            checked={wanted}
            disabled={task.busy}
            onChange={(event) => {
              const suggestions = event.currentTarget.checked;
              setWanted(suggestions);
              void task.run(() => api.put('/v1/me/preferences', { suggestions }).then(() => undefined)).then((done) => done || setWanted(!suggestions));
            }}
            data-testid="suggestions-wanted"
          />
          <span>
            Suggest something now and then <small>At most once a day, at the end of an order or where you are.</small>
          </span>
        </label>
      )}
      <Sharing api={api} />
      <Fault fault={task.fault} />
      {moments?.length === 0 && <p class="muted">Nothing yet.</p>}
      <ul class="list" data-testid="moments">
        {moments?.map((one) => (
          <li key={`${one.kind}${one.at}${one.subject_id}`} class="pad" data-testid="moment" data-kind={one.kind} data-where={one.where}>
            <div class="row between">
              <span class="grow">{told[one.kind]?.(one) ?? words(one.kind)}</span>
              {one.amount_minor_units !== undefined && one.currency && <span>{money(one.amount_minor_units, one.currency)}</span>}
              <span class="chip">{words(one.where)}</span>
            </div>
            <small class="muted">{dayAndClock(one.at)}</small>
          </li>
        ))}
      </ul>
      {cursor && (
        <button type="button" disabled={task.busy} onClick={() => void load(cursor)} data-testid="moments-earlier">
          Earlier
        </button>
      )}
    </section>
  );
}
