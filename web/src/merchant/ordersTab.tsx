import { newKey, type Api } from '../api/client';
import type { Job, MerchantStore } from '../api/types';
import { clock, jobState, money, shortId, words } from '../api/words';
import { useBox } from '../ui/box';
import { announce, Fault, useTask } from '../ui/widgets';
import type { OrdersModel } from './ordersModel';

/** What customers ordered: to accept, to prepare, and what became of it. */
export function OrdersTab({ api, orders, stores, owner }: { api: Api; orders: OrdersModel; stores: MerchantStore[]; owner: boolean }) {
  const jobs = useBox(orders.jobs);
  const fault = useBox(orders.fault);
  return (
    <div class="stack" data-testid="orders">
      <Fault fault={fault} />
      {jobs.length === 0 && <p class="muted">No orders yet.</p>}
      {jobs.map((job) => (
        <Order
          key={job.job_id}
          api={api}
          job={job}
          store={stores.find((one) => one.store_id === job.sale?.store)?.store.name}
          owner={owner}
          onDone={(done) => orders.take([done])}
        />
      ))}
    </div>
  );
}

function Order({ api, job, store, owner, onDone }: { api: Api; job: Job; store: string | undefined; owner: boolean; onDone: (job: Job) => void }) {
  const task = useTask();
  const sale = job.sale!;
  const step = (name: string) => {
    const key = newKey();
    return task.run(async () => {
      onDone(await api.postUntilAnswered<Job>(`/v1/merchant/jobs/${job.job_id}/${name}`, {}, key));
      announce(`Order ${shortId(job.job_id)}: ${words(name)}.`);
    });
  };
  const waits = job.kind === 'delivery' && job.state === 'scheduled' && sale.answer_by !== undefined && sale.ready_at === undefined;
  const makes = job.kind === 'delivery' && sale.ready_at !== undefined && sale.prepared_at === undefined && !job.ended && job.state !== 'in_progress';
  return (
    <section class="card stack tight" aria-label={`Order ${shortId(job.job_id)}`} data-testid="order" data-job-id={job.job_id} data-state={job.state} data-waits={waits} data-makes={makes}>
      <div class="row between">
        <span>
          <span class="chip">{jobState(job.state)}</span> {words(job.kind ?? 'ride')} <small class="mono">{shortId(job.job_id)}</small>
        </span>
        <span>{money(job.fare_minor_units, job.currency)}</span>
      </div>
      <ul>
        {sale.items.map((item) => (
          <li key={item.product + item.options.join()}>
            {item.quantity} × {item.name}
            {item.options.length > 0 && <small> ({item.options.join(', ')})</small>}
          </li>
        ))}
      </ul>
      <p class="muted">
        {store}
        {sale.ready_at && !sale.prepared_at && !job.ended && `, ready at ${clock(sale.ready_at)}`}
        {sale.units_left !== undefined && `, ${sale.units_left} of ${sale.units} left`}
        {sale.returning && `, comes back: ${words(sale.returning).toLowerCase()}`}
        {job.proof && `, handed over: ${job.proof === 'code' ? 'for the code' : `signed for by ${job.signed_by ?? 'somebody'}`}`}
      </p>
      <Fault fault={task.fault} onClose={task.clear} />
      {owner && (waits || makes) && (
        <div class="row">
          {waits && (
            <button type="button" class="primary" disabled={task.busy} onClick={() => void step('accept')} data-testid="order-accept">
              Accept
            </button>
          )}
          {makes && (
            <button type="button" class="primary" disabled={task.busy} onClick={() => void step('prepared')} data-testid="order-prepared">
              Ready
            </button>
          )}
          <button type="button" disabled={task.busy} onClick={() => void step('reject')} data-testid="order-reject">
            Reject
          </button>
        </div>
      )}
    </section>
  );
}
