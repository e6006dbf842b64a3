import { useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { CounterCustomer, Job, MerchantStore } from '../api/types';
import { benefit, clock, dayAndClock, jobState, money } from '../api/words';
import { announce, Fault, useTask } from '../ui/widgets';

/** The counter: a code is typed or scanned, what it is good for is shown, and so much of it is given. */
export function CounterTab({ api, stores }: { api: Api; stores: MerchantStore[] }) {
  const [store, setStore] = useState(stores[0]?.store_id);
  const [code, setCode] = useState('');
  const [units, setUnits] = useState(1);
  const [key, setKey] = useState(newKey);
  const [job, setJob] = useState<Job>();
  const [customer, setCustomer] = useState<CounterCustomer>();
  const task = useTask();
  const took = (found: Job) => {
    setJob(found);
    setKey(newKey());
    setUnits((known) => Math.max(1, Math.min(known, found.sale?.units_left ?? 1)));
  };
  const left = job?.sale?.units_left ?? 0;
  return (
    <section class="card stack" aria-label="Counter" data-testid="counter">
      {stores.length > 1 && (
        <label>
          <span>Store</span>
          <select value={store} onChange={(event) => {
            setStore(event.currentTarget.value);
            setCustomer(undefined);
          }} data-testid="counter-store">
            {stores.map((one) => (
              <option key={one.store_id} value={one.store_id}>
                {one.store.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setJob(undefined);
          setCustomer(undefined);
          void task.run(async () => {
            took(await api.post<Job>('/v1/merchant/codes', { code }));
            setCustomer(await api.post<CounterCustomer>('/v1/merchant/codes/customer', { code, store_id: store }));
          });
        }}
      >
        <label>
          <span>The customer's code</span>
          <input class="pin-input" value={code} onInput={(event) => {
            setCode(event.currentTarget.value);
            setJob(undefined);
            setCustomer(undefined);
          }} autoComplete="off" maxLength={20} data-testid="counter-code" />
        </label>
        <button class="large" disabled={task.busy || !code.trim()} data-testid="counter-look">
          Look
        </button>
      </form>
      <Fault fault={task.fault} onClose={task.clear} />
      {job?.sale && (
        <div class="stack" data-testid="counter-job" data-state={job.state} data-left={left}>
          <ul>
            {job.sale.items.map((item) => (
              <li key={item.product}>
                {item.quantity} × {item.name}
              </li>
            ))}
          </ul>
          <p>
            {money(job.fare_minor_units, job.currency)}, {jobState(job.state).toLowerCase()}, {left} of {job.sale.units} left
            {job.sale.good_until && `, good until ${new Date(job.sale.good_until).toLocaleString()}`}
          </p>
          {customer?.shared && <SharedCard customer={customer} />}
          {left > 0 && !job.ended && (
            <div class="row">
              <label>
                <span class="sr-only">How many</span>
                <input type="number" min={1} max={left} value={units} onInput={(event) => setUnits(event.currentTarget.valueAsNumber || 1)} data-testid="counter-units" />
              </label>
              <button
                type="button"
                class="primary large"
                disabled={task.busy || !store}
                onClick={() =>
                  void task.run(async () => {
                    took(await api.postUntilAnswered<Job>('/v1/merchant/redemptions', { code, units, store_id: store }, key));
                    announce('Given.');
                  })
                }
                data-testid="counter-redeem"
              >
                Give {units}
              </button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** What the customer lets this counter see, for as long as the code stands here. */
function SharedCard({ customer }: { customer: CounterCustomer }) {
  return (
    <section class="notice ok stack tight" aria-label="Shared by the customer" data-testid="counter-customer">
      <strong>The customer shares with you, until {clock(customer.until!)}:</strong>
      {customer.notes!.length === 0 && customer.vouchers!.length === 0 && <span>nothing yet.</span>}
      {customer.notes!.length > 0 && (
        <ul>
          {customer.notes!.map((note) => (
            <li key={note} data-testid="counter-note">
              {note}
            </li>
          ))}
        </ul>
      )}
      {customer.vouchers!.map((one, at) => (
        <small key={at} data-testid="counter-voucher">
          Could use here: {one.name}, {benefit(one.benefit, one.currency)}
          {one.minimum_spend_minor_units !== undefined && `, from ${money(one.minimum_spend_minor_units, one.currency)}`}, until {dayAndClock(one.expires_at)}
        </small>
      ))}
    </section>
  );
}
