import { useState } from 'preact/hooks';
import type { Alert } from '../api/types';
import { dayAndClock, words } from '../api/words';
import { useBox } from '../ui/box';
import { Confirm } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { go } from './route';

export function AlertsTab({ model }: { model: OpsModel }) {
  const alerts = useBox(model.alerts);
  const [retrying, setRetrying] = useState<Alert>();
  return (
    <section class="stack" aria-label="Alerts">
      {alerts.length === 0 && <p class="muted">Nothing needs a person now.</p>}
      <ul class="list" data-testid="alerts">
        {alerts.map((alert) => (
          <li key={alert.alert_id} class="alert-item stack tight" data-testid="alert" data-kind={alert.kind}>
            <div class="row between">
              <strong>{words(alert.kind)}</strong>
              <small>since {dayAndClock(alert.since)}</small>
            </div>
            <p>{alert.detail}</p>
            <div class="row">
              {alert.job_id && (
                <button type="button" class="small" onClick={() => go('jobs', alert.job_id)}>
                  Job
                </button>
              )}
              {alert.provider_id && (
                <button type="button" class="small" onClick={() => go('providers', alert.provider_id)}>
                  Provider
                </button>
              )}
              {alert.outbox_row !== undefined && (
                <button type="button" class="small primary" onClick={() => setRetrying(alert)} data-testid="retry-payment">
                  Try again
                </button>
              )}
              {alert.webhook_number !== undefined && (
                <button type="button" class="small primary" onClick={() => setRetrying(alert)} data-testid="retry-gateway-webhook">
                  Try again
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {retrying && (
        <Confirm
          title={retrying.webhook_number === undefined ? 'Send this to the payment gateway again?' : 'Act on this news again?'}
          act="Try again"
          onClose={() => setRetrying(undefined)}
          onAct={async () => {
            await model.api.post(
              retrying.webhook_number === undefined ? `/v1/ops/outbox/${retrying.outbox_row}/retry` : `/v1/ops/webhooks/${retrying.webhook_number}/retry`,
            );
            model.loadAlerts();
          }}
        >
          <p>{retrying.detail}</p>
          {retrying.webhook_number === undefined && <p class="muted">It carries the same idempotency key, so that nothing is charged twice.</p>}
        </Confirm>
      )}
    </section>
  );
}
