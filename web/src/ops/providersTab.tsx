import { useEffect, useState } from 'preact/hooks';
import type { Page, Provider, Standing } from '../api/types';
import { words } from '../api/words';
import { Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { go } from './route';

export function StandingChip({ standing }: { standing: Standing }) {
  return (
    <span class={`chip ${standing === 'approved' ? 'ok' : standing === 'suspended' ? 'bad' : 'warn'}`} data-testid="standing" data-standing={standing}>
      {words(standing)}
    </span>
  );
}

export function ProvidersTab({ model }: { model: OpsModel }) {
  const [standing, setStanding] = useState('');
  const [name, setName] = useState('');
  const [found, setFound] = useState<Provider[]>();
  const [next, setNext] = useState<string>();
  const task = useTask();
  const load = (cursor?: string) =>
    task.run(async () => {
      const page = await model.api.get<Page<Provider>>('/v1/ops/providers', { standing, name: name.trim(), limit: 50, cursor });
      setFound((known) => (cursor ? [...(known ?? []), ...page.items] : page.items));
      setNext(page.next_cursor);
    });
  useEffect(() => void load(), [model, standing]);
  return (
    <section class="stack" aria-label="Providers">
      <form
        class="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          void load();
        }}
      >
        <label>
          <span>Standing</span>
          <select value={standing} onChange={(event) => setStanding(event.currentTarget.value)} data-testid="providers-standing">
            <option value="">Any</option>
            {['applied', 'approved', 'suspended'].map((one) => (
              <option key={one} value={one}>
                {words(one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Name begins with</span>
          <input value={name} onInput={(event) => setName(event.currentTarget.value)} data-testid="providers-name" />
        </label>
        <button class="primary wide" disabled={task.busy}>
          Search
        </button>
      </form>
      <Fault fault={task.fault} />
      {found?.length === 0 && <p class="muted">No such provider.</p>}
      <ul class="list" data-testid="providers">
        {found?.map((provider) => (
          <li key={provider.provider_id}>
            <button type="button" class="row-button" onClick={() => go('providers', provider.provider_id)} data-testid="provider-row">
              <span class="grow">
                {provider.name} <small class="mono">{provider.provider_id.slice(-8)}</small>
              </span>
              <StandingChip standing={provider.standing} />
            </button>
          </li>
        ))}
      </ul>
      {next && (
        <button type="button" disabled={task.busy} onClick={() => void load(next)}>
          More
        </button>
      )}
    </section>
  );
}
