import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Market, Wallet, WalletEntry } from '../api/types';
import { dayAndClock, minorUnits, money, shortId, words } from '../api/words';
import { Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { go } from './route';

/** Kinds that take from the balance; what is held, raised or let go, and a dispute that is lost, leave it as it is. */
const taking = ['captured', 'charged', 'disputed'];
const giving = ['credited', 'topped_up', 'refunded', 'dispute_won'];

/** A customer's wallets: what is in them, what happened to them, and giving something. The customer is in the address. */
export function WalletsTab({ model, market, id }: { model: OpsModel; market: Market; id: string | undefined }) {
  const [customer, setCustomer] = useState(id ?? '');
  const [wallet, setWallet] = useState<Wallet>();
  const [entries, setEntries] = useState<WalletEntry[]>([]);
  const [form, setForm] = useState({ amount: '', reason: '' });
  const asked = useRef({ text: '', key: '' });
  const task = useTask();
  const load = async (cursor?: string) => {
    const got = await model.api.get<Wallet>(`/v1/ops/customers/${id}/wallet`, { limit: 50, cursor });
    setWallet(got);
    setEntries((before) => (cursor ? [...before, ...got.entries.items] : got.entries.items));
  };
  useEffect(() => {
    setCustomer(id ?? '');
    setWallet(undefined);
    setEntries([]);
    setForm({ amount: '', reason: '' });
    if (id) {
      void task.run(() => load());
    }
  }, [model, id]);
  const typed = customer.trim().replaceAll('-', '').toLowerCase();
  const currency = market.service_classes[0]?.currency ?? 'USD';
  const amount = minorUnits(form.amount, currency);
  return (
    <section class="stack" aria-label="Wallets" data-testid="wallets" data-customer-id={id}>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === id) {
            void task.run(() => load());
          } else {
            go('wallets', typed);
          }
        }}
      >
        <label class="grow">
          <span>Customer id</span>
          <input class="mono" required value={customer} onInput={(event) => setCustomer(event.currentTarget.value)} data-testid="wallet-customer" />
        </label>
        <button class="primary bottom" disabled={task.busy || !/^[0-9a-f]{32}$/.test(typed)} data-testid="wallet-find">
          Find
        </button>
      </form>
      <Fault fault={task.fault} />
      {wallet && id && (
        <>
          {wallet.balances.length === 0 && <p class="muted">Nothing was ever in a wallet of this customer.</p>}
          <ul class="list">
            {wallet.balances.map((one) => (
              <li key={`${one.operator} ${one.currency}`} class="message" data-testid="wallet" data-operator={one.operator} data-balance={one.balance_minor_units}>
                <div class="row between">
                  <strong>{money(one.balance_minor_units, one.currency)}</strong>
                  <span>with {one.operator}</span>
                </div>
                <small>
                  {money(one.held_minor_units, one.currency)} held for jobs, {money(Math.max(0, one.available_minor_units), one.currency)} to spend
                </small>
                {one.balance_minor_units < 0 && <span class="chip bad">Owes {money(-one.balance_minor_units, one.currency)}</span>}
              </li>
            ))}
          </ul>
          <form
            class="stack tight"
            onSubmit={(event) => {
              event.preventDefault();
              void task.run(async () => {
                const given = { market: model.market, amount_minor_units: amount, reason: form.reason.trim() };
                const text = JSON.stringify([id, given]);

                // What is asked again keeps its key, and is given once.
                if (asked.current.text !== text) {
                  asked.current = { text, key: newKey() };
                }

                await model.api.postUntilAnswered(`/v1/ops/customers/${id}/wallet/credits`, given, asked.current.key);
                asked.current = { text: '', key: '' };
                setForm({ amount: '', reason: '' });
                await load();
              });
            }}
          >
            <h3>Give something</h3>
            <div class="row">
              <label>
                <span>Amount, {currency}</span>
                <input inputMode="decimal" required value={form.amount} onInput={(event) => setForm({ ...form, amount: event.currentTarget.value })} data-testid="wallet-amount" />
              </label>
              <label class="grow">
                <span>Reason, for the customer to read</span>
                <input required maxLength={200} value={form.reason} onInput={(event) => setForm({ ...form, reason: event.currentTarget.value })} data-testid="wallet-reason" />
              </label>
            </div>
            <small>The platform pays; the customer can spend it with the business of this market.</small>
            <button class="primary" disabled={task.busy || !amount || !form.reason.trim()} data-testid="wallet-credit">
              Give
            </button>
          </form>
          <h3>What happened</h3>
          {entries.length === 0 && <p class="muted">Nothing yet.</p>}
          <ul class="list">
            {entries.map((entry, i) => (
              <li key={`${entry.at} ${i}`} class="message" data-testid="wallet-entry" data-kind={entry.kind}>
                <div class="row between">
                  <strong>{words(entry.kind)}</strong>
                  <span>
                    {taking.includes(entry.kind) ? '−' : giving.includes(entry.kind) ? '+' : ''}
                    {money(entry.amount_minor_units, entry.currency)}
                  </span>
                </div>
                {entry.reason && <p>{entry.reason}</p>}
                <small>
                  {dayAndClock(entry.at)}, {money(entry.balance_minor_units, entry.currency)} after it, {money(entry.held_minor_units, entry.currency)} of that held, {entry.operator}
                  {entry.job_id && (
                    <>
                      , job{' '}
                      <button type="button" class="link mono" onClick={() => go('jobs', entry.job_id)}>
                        {shortId(entry.job_id)}
                      </button>
                    </>
                  )}
                </small>
              </li>
            ))}
          </ul>
          {wallet.entries.next_cursor && (
            <button type="button" disabled={task.busy} onClick={() => void task.run(() => load(wallet.entries.next_cursor))} data-testid="wallet-more">
              More
            </button>
          )}
        </>
      )}
    </section>
  );
}
