import { useRef, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { CounterCustomer, Job, MerchantStore } from '../api/types';
import { benefit, clock, dayAndClock, jobState, money } from '../api/words';
import { announce, Fault, useTask } from '../ui/widgets';
import { ScanButton } from './scanButton';

/** The counter: a code is typed or scanned, what it is good for is shown, and so much of it is given. */
export function CounterTab({ api, stores }: { api: Api; stores: MerchantStore[] }) {
  const [store, setStore] = useState(stores[0]?.store_id);
  const [code, setCode] = useState('');
  const [units, setUnits] = useState(1);
  const [key, setKey] = useState(newKey);
  const [job, setJob] = useState<Job>();
  const [customer, setCustomer] = useState<CounterCustomer>();
  // What was looked up: an answer to anything else comes too late, and this is what is given.
  const looked = useRef<{ code: string; store: string | undefined } | undefined>(undefined);
  const task = useTask();
  const forget = () => {
    looked.current = undefined;
    setJob(undefined);
    setCustomer(undefined);
  };
  const took = (found: Job) => {
    setJob(found);
    setKey(newKey());
    setUnits((known) => Math.max(1, Math.min(known, found.sale?.units_left ?? 1)));
  };
  /** Asks what a code is good for, and what its customer shares. */
  const lookUp = (wanted: string) => {
    forget();
    const look = (looked.current = { code: wanted, store });
    void task.run(async () => {
      try {
        const found = await api.post<Job>('/v1/merchant/codes', { code: wanted });
        if (looked.current !== look) {
          return;
        }

        took(found);
        const shared = await api.post<CounterCustomer>('/v1/merchant/codes/customer', { code: wanted, store_id: store });
        if (looked.current === look) {
          setCustomer(shared);
        }
      } catch (fault) {
        if (looked.current === look) {
          throw fault;
        }
      }
    });
  };
  const left = job?.sale?.units_left ?? 0;
  return (
    <section class="card stack" aria-label="Counter" data-testid="counter">
      {stores.length > 1 && (
        <label>
          <span>Store</span>
          <select value={store} onChange={(event) => {
            setStore(event.currentTarget.value);
            forget();
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
          lookUp(code);
        }}
      >
        <label>
          <span>The customer's code</span>
          <input class="pin-input" value={code} onInput={(event) => {
            setCode(event.currentTarget.value);
            forget();
          }} autoComplete="off" maxLength={20} data-testid="counter-code" />
        </label>
        <button class="large" disabled={task.busy || !code.trim()} data-testid="counter-look">
          Look
        </button>
      </form>
      <ScanButton
        disabled={task.busy}
        onFound={(found) => {
          setCode(found);
          lookUp(found);
        }}
      />
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
                onClick={() => {
                  const look = looked.current!;
                  void task.run(async () => {
                    const given = await api.postUntilAnswered<Job>('/v1/merchant/redemptions', { code: look.code, units, store_id: look.store }, key);
                    announce('Given.');
                    if (looked.current === look) {
                      took(given);
                    }
                  });
                }}
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
