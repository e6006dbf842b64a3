import type { ComponentChildren } from 'preact';
import type { WebhookDelivery, WebhookEndpoint } from '../api/types';
import { dayAndClock, words } from '../api/words';
import { Confirm } from './widgets';

/** The host alone: the rest of an address may hold a secret of the receiver's. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** An endpoint, and what can be done with it. */
export function WebhookEndpointItem(props: { endpoint: WebhookEndpoint; busy: boolean; onAct: (act: 'ping' | 'enable' | 'disable') => void; onDelete: () => void; children?: ComponentChildren }) {
  const { endpoint, busy, onAct } = props;
  return (
    <li class="message stack tight" data-testid="webhook-endpoint" data-state={endpoint.state}>
      <div class="row between">
        <strong>{hostOf(endpoint.url)}</strong>
        <span class={`chip${endpoint.state === 'enabled' && !endpoint.failing_since ? '' : ' bad'}`}>
          {endpoint.state === 'enabled' && endpoint.failing_since ? `Failing since ${dayAndClock(endpoint.failing_since)}` : words(endpoint.state)}
        </span>
      </div>
      {props.children}
      <div class="row">
        {endpoint.state === 'enabled' ? (
          <>
            <button type="button" class="small" disabled={busy} onClick={() => onAct('ping')} data-testid="webhook-ping">
              Test
            </button>
            <button type="button" class="small" disabled={busy} onClick={() => onAct('disable')} data-testid="webhook-disable">
              Switch off
            </button>
          </>
        ) : (
          <button type="button" class="small primary" disabled={busy} onClick={() => onAct('enable')} data-testid="webhook-enable">
            Switch on
          </button>
        )}
        <button type="button" class="small danger" onClick={props.onDelete} data-testid="webhook-delete">
          Delete
        </button>
      </div>
    </li>
  );
}

/** One event on its way to one endpoint, and its tries. */
export function WebhookDeliveryItem(props: { delivery: WebhookDelivery; to: string; busy: boolean; onAgain: () => void; children?: ComponentChildren }) {
  const { delivery, to } = props;
  return (
    <li class="message stack tight" data-testid="webhook-delivery" data-state={delivery.state} data-type={delivery.type}>
      <div class="row between">
        <strong>{delivery.type}</strong>
        <span class={`chip${delivery.state === 'parked' ? ' bad' : ''}`}>{words(delivery.state)}</span>
      </div>
      <small>
        to {to}, {delivery.attempts === 1 ? '1 try' : `${delivery.attempts} tries`}
        {delivery.attempted_at && `, last ${dayAndClock(delivery.attempted_at)}`}
        {delivery.status !== undefined && `, status ${delivery.status}`}
        {delivery.latency_milliseconds !== undefined && `, ${delivery.latency_milliseconds} ms`}
        {delivery.state === 'pending' && delivery.attempts > 0 && delivery.next_attempt_at && `, next ${dayAndClock(delivery.next_attempt_at)}`}
      </small>
      {delivery.fault && <p class="mono">{delivery.fault}</p>}
      {delivery.answer && (
        <details>
          <summary>What it answered</summary>
          <p class="pre">{delivery.answer}</p>
        </details>
      )}
      {delivery.tries && delivery.tries.length > 1 && (
        <details data-testid="webhook-tries">
          <summary>Each try</summary>
          <ol class="list">
            {delivery.tries.map((tried) => (
              <li key={tried.at}>
                <small>
                  {dayAndClock(tried.at)}, {tried.latency_milliseconds} ms, {tried.fault ?? `status ${tried.status}`}
                </small>
                {tried.answer && <p class="pre">{tried.answer}</p>}
              </li>
            ))}
          </ol>
        </details>
      )}
      <div class="row">
        {props.children}
        <button type="button" class="small" disabled={props.busy} onClick={props.onAgain} data-testid="webhook-redeliver">
          Send again
        </button>
      </div>
    </li>
  );
}

/** Asks before an endpoint is deleted. */
export function DeleteWebhook(props: { endpoint: WebhookEndpoint; onClose: () => void; onDelete: () => Promise<void> }) {
  return (
    <Confirm title={`Delete the endpoint at ${hostOf(props.endpoint.url)}?`} act="Delete" danger onClose={props.onClose} onAct={props.onDelete}>
      <p>What waits for it is never sent. This cannot be undone.</p>
    </Confirm>
  );
}
