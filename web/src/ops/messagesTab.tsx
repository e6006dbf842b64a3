import { useEffect, useState } from 'preact/hooks';
import type { Notification } from '../api/types';
import { clock, words } from '../api/words';
import { Fault } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { go } from './route';

/** What was sent to phones and mailboxes: here it goes into a file, and is shown. */
export function MessagesTab({ model }: { model: OpsModel }) {
  const [messages, setMessages] = useState<Notification[]>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    const load = () =>
      void model.api.get<Notification[]>('/v1/ops/notifications').then(
        (got) => {
          setMessages(got);
          setFault(undefined);
        },
        (thrown: unknown) => setFault(thrown),
      );
    load();
    const timer = setInterval(load, 4000);
    return () => clearInterval(timer);
  }, [model]);
  return (
    <section class="stack" aria-label="Messages to phones and mailboxes">
      <Fault fault={fault} />
      {messages?.length === 0 && <p class="muted">Nothing was sent to a phone or a mailbox yet.</p>}
      <ul class="list" data-testid="messages">
        {messages?.map((message) => (
          <li key={message.notification_id} class="message" data-testid="message" data-kind={message.kind}>
            <div class="row between">
              <strong>
                {words(message.kind)} <small>by {message.channel}</small>
              </strong>
              <small>{clock(message.at)}</small>
            </div>
            <p>{message.text}</p>
            <small class="row">
              <span class="mono">{message.to.replace(/[0-9a-f]{24}(?=[0-9a-f]{8}$)/, '')}</span>
              {message.job_id && (
                <button type="button" class="link" onClick={() => go('jobs', message.job_id)}>
                  Job
                </button>
              )}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
