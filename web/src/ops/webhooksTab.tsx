import { useEffect, useState } from 'preact/hooks';
import type { Page, WebhookDelivery, WebhookEndpoint } from '../api/types';
import { dayAndClock, shortId, words } from '../api/words';
import { DeleteWebhook, hostOf, WebhookDeliveryItem, WebhookEndpointItem } from '../ui/webhooks';
import { Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { go } from './route';

const states = ['', 'pending', 'delivered', 'parked'] as const;

export function WebhooksTab({ model }: { model: OpsModel }) {
  const [endpoints, setEndpoints] = useState<WebhookEndpoint[]>();
  const [deliveries, setDeliveries] = useState<WebhookDelivery[]>();
  const [state, setState] = useState<(typeof states)[number]>('');
  const [endpoint, setEndpoint] = useState('');
  const [deleting, setDeleting] = useState<WebhookEndpoint>();
  const [fault, setFault] = useState<unknown>();
  const task = useTask();
  const load = async () => {
    try {
      const [all, log] = await Promise.all([
        model.api.get<Page<WebhookEndpoint>>('/v1/webhook-endpoints', { limit: 200 }),
        model.api.get<Page<WebhookDelivery>>('/v1/ops/webhook-deliveries', { limit: 100, ...(state && { state }), ...(endpoint && { endpoint_id: endpoint }) }),
      ]);
      setEndpoints(all.items);
      setDeliveries(log.items);
      setFault(undefined);
    } catch (thrown) {
      setFault(thrown);
    }
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), 5000);
    return () => clearInterval(timer);
  }, [model, state, endpoint]);
  const act = (path: string) =>
    void task.run(async () => {
      await model.api.post(`/v1/webhook-endpoints/${path}`);
      await load();
    });
  const name = (id: string) => {
    const found = endpoints?.find((one) => one.endpoint_id === id);
    return found ? hostOf(found.url) : shortId(id);
  };
  return (
    <section class="stack" aria-label="Webhooks">
      <Fault fault={task.fault ?? fault} />
      <h3>Endpoints</h3>
      {endpoints?.length === 0 && <p class="muted">Nobody has subscribed.</p>}
      <ul class="list" data-testid="webhook-endpoints">
        {endpoints?.map((one) => (
          <WebhookEndpointItem key={one.endpoint_id} endpoint={one} busy={task.busy} onAct={(what) => act(`${one.endpoint_id}/${what}`)} onDelete={() => setDeleting(one)}>
            <small>
              {one.types.length > 0 ? one.types.join(', ') : 'every event'}
              {one.market && `; ${words(one.market)}`}
              {one.merchant_id && `; merchant ${shortId(one.merchant_id)}`}
              {one.customer_id && `; account ${shortId(one.customer_id)}`}; made {dayAndClock(one.created_at)}
            </small>
          </WebhookEndpointItem>
        ))}
      </ul>
      <h3>Deliveries</h3>
      <div class="row">
        <label>
          <span>In the state</span>
          <select value={state} onChange={(event) => setState(event.currentTarget.value as (typeof states)[number])} data-testid="webhook-state">
            {states.map((one) => (
              <option key={one} value={one}>
                {one ? words(one) : 'Any'}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>To</span>
          <select value={endpoint} onChange={(event) => setEndpoint(event.currentTarget.value)} data-testid="webhook-to">
            <option value="">All endpoints</option>
            {endpoints?.map((one) => (
              <option key={one.endpoint_id} value={one.endpoint_id}>
                {hostOf(one.url)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {deliveries?.length === 0 && <p class="muted">None.</p>}
      <ul class="list" data-testid="webhook-deliveries">
        {deliveries?.map((one) => (
          <WebhookDeliveryItem key={one.delivery_id} delivery={one} to={name(one.endpoint_id)} busy={task.busy} onAgain={() => act(`${one.endpoint_id}/deliveries/${one.delivery_id}/redeliver`)}>
            {one.job_id && (
              <button type="button" class="small" onClick={() => go('jobs', one.job_id)}>
                Job
              </button>
            )}
          </WebhookDeliveryItem>
        ))}
      </ul>
      {deleting && (
        <DeleteWebhook
          endpoint={deleting}
          onClose={() => setDeleting(undefined)}
          onDelete={async () => {
            await model.api.delete(`/v1/webhook-endpoints/${deleting.endpoint_id}`);
            await load();
          }}
        />
      )}
    </section>
  );
}
