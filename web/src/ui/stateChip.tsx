import { jobState, providerState } from '../api/words';

const bad = ['canceled_by_customer', 'canceled_by_provider', 'canceled_by_platform', 'no_show', 'no_providers_available', 'expired', 'failed'];

export function JobStateChip({ state }: { state: string }) {
  const tone = state === 'completed' ? 'ok' : bad.includes(state) ? 'bad' : state === 'matching' || state === 'scheduled' ? 'warn' : 'busy';
  return (
    <span class={`chip ${tone}`} data-testid="job-state" data-state={state}>
      {jobState(state)}
    </span>
  );
}

export function ProviderStateChip({ state }: { state: string }) {
  const tone = state === 'available' ? 'ok' : state === 'offline' ? '' : 'busy';
  return (
    <span class={`chip ${tone}`} data-testid="provider-state" data-state={state}>
      {providerState(state)}
    </span>
  );
}
