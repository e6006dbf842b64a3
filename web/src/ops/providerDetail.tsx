import { useEffect, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Point, Provider } from '../api/types';
import { words } from '../api/words';
import { JobStateChip, ProviderStateChip } from '../ui/stateChip';
import { announce, Confirm, Fault, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { StandingChip } from './providersTab';
import { go } from './route';

const actions = { applied: 'approve', approved: 'suspend', suspended: 'reinstate' } as const;

export function ProviderDetail({ model, id, onShow }: { model: OpsModel; id: string; onShow: (place: Point) => void }) {
  const [provider, setProvider] = useState<Provider>();
  const [fault, setFault] = useState<unknown>();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    setProvider(undefined);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () =>
      void model.api.get<Provider>(`/v1/ops/providers/${id}`).then(
        (got) => {
          setProvider(got);
          setFault(undefined);
        },
        (thrown: unknown) => setFault(thrown),
      );
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(load, 200);
    };
    load();
    const leave = model.hub.follow(`provider/${id}`, { event: soon, snapshot: soon });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [model, id]);
  const action = provider && actions[provider.standing];
  return (
    <section class="stack" aria-label="Provider" data-testid="provider-detail" data-provider-id={id}>
      <div class="row between">
        <button type="button" class="small" onClick={() => window.history.back()} data-testid="back">
          Back
        </button>
        <span class="mono">{id}</span>
      </div>
      <Fault fault={fault} />
      {provider && (
        <>
          <h2>{provider.name}</h2>
          <div class="row">
            <StandingChip standing={provider.standing} />
            <ProviderStateChip state={provider.state} />
          </div>
          <dl class="facts">
            <dt>Operator</dt>
            <dd>{provider.operator}</dd>
            <dt>Serves</dt>
            <dd>{provider.market ? `${words(provider.market)}: ${provider.service_classes.map(words).join(', ')}` : 'no shift'}</dd>
            <dt>Vehicle</dt>
            <dd>{provider.vehicle_id ? <span class="mono">{provider.vehicle_id}</span> : 'none'}</dd>
            <dt>Place</dt>
            <dd>
              {provider.place ? (
                <button type="button" class="link" onClick={() => onShow(provider.place!)}>
                  {provider.place.longitude.toFixed(5)}, {provider.place.latitude.toFixed(5)}
                </button>
              ) : (
                'not reported'
              )}
            </dd>
            <dt>Rating</dt>
            <dd>{provider.rating_average ? `${provider.rating_average.toFixed(1)} of 5 (${provider.rating_count})` : 'none yet'}</dd>
            <dt>Skills</dt>
            <dd data-testid="provider-skills">{provider.skills?.join(', ') ?? 'none'}</dd>
            <dt>Open offer</dt>
            <dd>
              {provider.open_offer ? (
                <button type="button" class="link mono" onClick={() => go('jobs', provider.open_offer!.job.job_id)}>
                  {provider.open_offer.job.job_id.slice(-8)}
                </button>
              ) : (
                'none'
              )}
            </dd>
          </dl>
          <SkillsForm key={provider.skills?.join(',')} model={model} provider={provider} onProvider={setProvider} />
          <h3>Jobs in its plan</h3>
          {provider.jobs.length === 0 && <p class="muted">None.</p>}
          <ul class="list">
            {provider.jobs.map((job) => (
              <li key={job.job_id}>
                <button type="button" class="row-button" onClick={() => go('jobs', job.job_id)}>
                  <span class="grow mono">{job.job_id.slice(-8)}</span>
                  <JobStateChip state={job.state} />
                </button>
              </li>
            ))}
          </ul>
          {action && (
            <button type="button" class={action === 'suspend' ? 'danger' : 'primary'} onClick={() => setAsking(true)} data-testid={`provider-${action}`}>
              {words(action)}
            </button>
          )}
          {asking && action && (
            <Confirm
              title={`${words(action)} ${provider.name}?`}
              act={words(action)}
              danger={action === 'suspend'}
              onClose={() => setAsking(false)}
              onAct={async () => setProvider(await model.api.post<Provider>(`/v1/ops/providers/${id}/${action}`, undefined, newKey()))}
            >
              <p>
                {
                  {
                    approve: 'It may begin shifts from now on.',
                    suspend: 'It gets no more offers and cannot begin a shift. Jobs that it has stay with it.',
                    reinstate: 'It may begin shifts again.',
                  }[action]
                }
              </p>
            </Confirm>
          )}
        </>
      )}
    </section>
  );
}

/** What a provider can do or is licensed for: all of it, what is taken out of the list is taken away. */
function SkillsForm({ model, provider, onProvider }: { model: OpsModel; provider: Provider; onProvider: (provider: Provider) => void }) {
  const [text, setText] = useState(provider.skills?.join(', ') ?? '');
  const task = useTask();
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        const skills = text.split(/[\s,]+/).filter((skill) => skill);
        void task.run(async () => {
          onProvider(await model.api.put<Provider>(`/v1/ops/providers/${provider.provider_id}/skills`, { skills }));
          announce('The skills are kept.');
        });
      }}
    >
      <label class="grow">
        <span>What it can do or is licensed for</span>
        <input value={text} placeholder="electrician, boiler-gas" onInput={(event) => setText(event.currentTarget.value)} data-testid="provider-skills-input" />
      </label>
      <button class="bottom" disabled={task.busy} data-testid="provider-skills-keep">
        Keep
      </button>
      <Fault fault={task.fault} />
    </form>
  );
}
