import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Page, WebhookDelivery, WebhookEndpoint } from '../api/types';
import { dayAndClock } from '../api/words';
import { DeleteWebhook, hostOf, WebhookDeliveryItem, WebhookEndpointItem } from '../ui/webhooks';
import { Fault, useTask } from '../ui/widgets';

const PATH = '/v1/merchant/webhook-endpoints';
const SHOWN = 10;
const OFTEN = 5_000;

/** The merchant's own systems that are told of its orders and money. For owners. */
export function WebhooksCard({ api }: { api: Api }) {
  const [endpoints, setEndpoints] = useState<WebhookEndpoint[]>();
  const [shown, setShown] = useState<string>();
  const [log, setLog] = useState<{ of: string; deliveries: WebhookDelivery[] }>();
  const [url, setUrl] = useState('');
  const [made, setMade] = useState<WebhookEndpoint>();
  const [deleting, setDeleting] = useState<WebhookEndpoint>();
  const [fault, setFault] = useState<unknown>();
  const task = useTask();
  const load = async () => {
    try {
      const found = (await api.get<Page<WebhookEndpoint>>(PATH, { limit: 200 })).items;
      setEndpoints(found);
      if (shown && found.some((one) => one.endpoint_id === shown)) {
        setLog({ of: shown, deliveries: (await api.get<Page<WebhookDelivery>>(`${PATH}/${shown}/deliveries`, { limit: SHOWN })).items });
      }

      setFault(undefined);
    } catch (thrown) {
      setFault(thrown);
    }
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), OFTEN);
    return () => clearInterval(timer);
  }, [api, shown]);
  const act = (path: string) =>
    void task.run(async () => {
      await api.post(`${PATH}/${path}`);
      await load();
    });
  const open = endpoints?.find((one) => one.endpoint_id === shown);
  const deliveries = log && log.of === open?.endpoint_id ? log.deliveries : undefined;
  return (
    <section class="card stack tight" aria-label="Webhooks" data-testid="webhooks">
      <h3>Your systems, told of your orders</h3>
      <Fault fault={task.fault ?? fault} onClose={task.clear} />
      {made?.secret && (
        <div class="notice ok stack tight" role="status">
          <p>The secret of {hostOf(made.url)}. It is shown this once; what is sent is signed with it.</p>
          <input class="mono" readOnly value={made.secret} onFocus={(event) => event.currentTarget.select()} aria-label="The new secret" data-testid="webhook-secret" />
        </div>
      )}
      <ul class="list">
        {endpoints?.map((one) => (
          <WebhookEndpointItem key={one.endpoint_id} endpoint={one} busy={task.busy} onAct={(what) => act(`${one.endpoint_id}/${what}`)} onDelete={() => setDeleting(one)}>
            <small>
              {one.types.length > 0 ? one.types.join(', ') : 'every event'}; made {dayAndClock(one.created_at)}
            </small>
            <div class="row">
              <button type="button" class="small" aria-pressed={shown === one.endpoint_id} onClick={() => setShown(shown === one.endpoint_id ? undefined : one.endpoint_id)} data-testid="webhook-log">
                Last deliveries
              </button>
              <button type="button" class="small" disabled={task.busy} onClick={() => void task.run(async () => setMade(await api.post<WebhookEndpoint>(`${PATH}/${one.endpoint_id}/roll-secret`, {})))} data-testid="webhook-roll">
                New secret
              </button>
            </div>
          </WebhookEndpointItem>
        ))}
      </ul>
      {open && deliveries?.length === 0 && <p class="muted">Nothing was sent to {hostOf(open.url)} yet.</p>}
      {open && (
        <ul class="list">
          {deliveries?.map((one) => (
            <WebhookDeliveryItem key={one.delivery_id} delivery={one} to={hostOf(open.url)} busy={task.busy} onAgain={() => act(`${open.endpoint_id}/deliveries/${one.delivery_id}/redeliver`)} />
          ))}
        </ul>
      )}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(async () => {
            const endpoint = await api.post<WebhookEndpoint>(PATH, { url: url.trim() });
            setMade(endpoint);
            setShown(endpoint.endpoint_id);
            setUrl('');
            await load();
          });
        }}
      >
        <label class="grow">
          <span>Address (https)</span>
          <input class="mono" type="url" value={url} onInput={(event) => setUrl(event.currentTarget.value)} data-testid="webhook-url" />
        </label>
        <button class="bottom" disabled={task.busy || !url.trim()} data-testid="webhook-make">
          Add
        </button>
      </form>
      {deleting && (
        <DeleteWebhook
          endpoint={deleting}
          onClose={() => setDeleting(undefined)}
          onDelete={async () => {
            await api.delete(`${PATH}/${deleting.endpoint_id}`);
            if (made?.endpoint_id === deleting.endpoint_id) {
              setMade(undefined);
            }

            await load();
          }}
        />
      )}
    </section>
  );
}
