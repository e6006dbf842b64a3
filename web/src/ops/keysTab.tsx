import { useEffect, useState } from 'preact/hooks';
import type { ApiKey, Page } from '../api/types';
import { dayAndClock, shortId } from '../api/words';
import { Confirm, Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';

const allScopes = ['quotes', 'jobs:read', 'jobs:write', 'locations', 'sandbox', 'vouchers', 'webhooks'];

export function KeysTab({ model }: { model: OpsModel }) {
  const [keys, setKeys] = useState<ApiKey[]>();
  const [made, setMade] = useState<ApiKey>();
  const [name, setName] = useState('');
  const [customer, setCustomer] = useState('');
  const [scopes, setScopes] = useState<string[]>(['quotes', 'jobs:read', 'jobs:write']);
  const [revoking, setRevoking] = useState<ApiKey>();
  const [fault, setFault] = useState<unknown>();
  const task = useTask();
  const load = () => model.api.get<Page<ApiKey>>('/v1/ops/api-keys', { limit: 200 }).then((page) => setKeys(page.items), setFault);
  useEffect(() => void load(), [model]);
  return (
    <section class="stack" aria-label="API keys">
      <form
        class="stack tight"
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(async () => {
            setMade(await model.api.post<ApiKey>('/v1/ops/api-keys', { name: name.trim(), scopes, ...(customer.trim() && { customer_id: customer.trim() }) }));
            setName('');
            await load();
          });
        }}
      >
        <h3>New key</h3>
        <label>
          <span>For whom</span>
          <input value={name} required maxLength={100} onInput={(event) => setName(event.currentTarget.value)} data-testid="key-name" />
        </label>
        <label>
          <span>Customer account it acts as (empty: a new one)</span>
          <input class="mono" value={customer} onInput={(event) => setCustomer(event.currentTarget.value)} data-testid="key-customer" />
        </label>
        <fieldset class="row">
          <legend>What it may do</legend>
          {allScopes.map((scope) => (
            <label class="check" key={scope}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) => setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
                data-testid={`key-scope-${scope}`}
              />
              <span>{scope}</span>
            </label>
          ))}
        </fieldset>
        <button class="primary" disabled={task.busy || !name.trim() || scopes.length === 0} data-testid="key-make">
          Make the key
        </button>
      </form>
      <Fault fault={task.fault ?? fault} />
      {made?.key && (
        <div class="notice ok stack tight" role="status">
          <p>The key of {made.name}. It is shown this once; keep it where secrets are kept.</p>
          <input class="mono" readOnly value={made.key} onFocus={(event) => event.currentTarget.select()} aria-label="The new key" data-testid="key-value" />
        </div>
      )}
      {keys?.length === 0 && <p class="muted">No keys yet.</p>}
      <ul class="list" data-testid="keys">
        {keys?.map((key) => (
          <li key={key.key_id} class="message" data-testid="key">
            <div class="row between">
              <strong>{key.name}</strong>
              {key.revoked_at ? (
                <span class="chip bad">Void since {dayAndClock(key.revoked_at)}</span>
              ) : (
                <button type="button" class="small danger" onClick={() => setRevoking(key)} data-testid="key-revoke">
                  Revoke
                </button>
              )}
            </div>
            <small>
              {key.scopes.join(', ')}; acts as <span class="mono">{shortId(key.customer_id)}</span>; made {dayAndClock(key.created_at)}
            </small>
          </li>
        ))}
      </ul>
      {revoking && (
        <Confirm
          title={`Revoke the key of ${revoking.name}?`}
          act="Revoke"
          danger
          onClose={() => setRevoking(undefined)}
          onAct={async () => {
            await model.api.delete(`/v1/ops/api-keys/${revoking.key_id}`);
            await load();
          }}
        >
          <p>Whoever uses it is refused from now on. This cannot be undone.</p>
        </Confirm>
      )}
    </section>
  );
}
