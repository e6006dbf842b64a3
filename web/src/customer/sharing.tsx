import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Consent, Job, Look, Page } from '../api/types';
import { dayAndClock } from '../api/words';
import { announce, Fault, useTask } from '../ui/widgets';

const pathOf = (merchant: string) => `/v1/me/consents/${merchant}`;

/** What counters shall know, whom the customer lets see it, and who looked. */
export function Sharing({ api }: { api: Api }) {
  const [notes, setNotes] = useState<string>();
  const [consents, setConsents] = useState<Consent[]>([]);
  const [looks, setLooks] = useState<Look[]>([]);
  const task = useTask();
  // Notes are read once: what was typed since is the customer's.
  const load = async () => {
    if (notes === undefined) {
      setNotes((await api.get<{ notes: string[] }>('/v1/me/preferences')).notes.join('\n'));
    }

    setConsents((await api.get<Page<Consent>>('/v1/me/consents')).items);
    setLooks((await api.get<Page<Look>>('/v1/me/looks', { limit: 20 })).items);
  };
  return (
    <details onToggle={(event) => event.currentTarget.open && void task.run(load)}>
      <summary data-testid="sharing">What counters may see</summary>
      <div class="stack tight pad">
        <form
          class="stack tight"
          onSubmit={(event) => {
            event.preventDefault();
            const written = (notes ?? '').split('\n').map((note) => note.trim());
            void task.run(async () => {
              await api.put('/v1/me/preferences', { notes: written.filter((note, at) => note && written.indexOf(note) === at) });
              announce('Your notes are kept.');
            });
          }}
        >
          <label>
            <span>Notes for counters, one a line</span>
            <textarea rows={3} value={notes ?? ''} disabled={notes === undefined} placeholder="no peanuts" onInput={(event) => setNotes(event.currentTarget.value)} data-testid="notes" />
          </label>
          <button disabled={task.busy || notes === undefined} data-testid="notes-keep">
            Keep
          </button>
        </form>
        <small>A store sees them, and the vouchers that you could use there, only while you let it: you are asked beside the code that you show.</small>
        {consents.map((one) => (
          <div class="row between" key={one.merchant_id} data-testid="consent" data-merchant-id={one.merchant_id}>
            <span class="grow">
              {one.store ?? one.merchant} may look until {dayAndClock(one.until)}
            </span>
            <button
              type="button"
              class="small"
              disabled={task.busy}
              onClick={() =>
                void task.run(async () => {
                  await api.delete(pathOf(one.merchant_id));
                  await load();
                })
              }
              data-testid="consent-end"
            >
              End
            </button>
          </div>
        ))}
        <Fault fault={task.fault} onClose={task.clear} />
        {looks.length > 0 && <h3>Who looked</h3>}
        <ul class="list">
          {looks.map((one) => (
            <li key={one.look_id} data-testid="look" data-notes={one.notes} data-vouchers={one.vouchers}>
              {one.store}: {one.notes} notes, {one.vouchers} vouchers <small class="muted">{dayAndClock(one.at)}</small>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

/** Beside a code for a counter: whether its merchant may see notes and vouchers on this visit. */
export function ShareWithCounter({ api, job }: { api: Api; job: Job }) {
  const [shared, setShared] = useState<boolean>();
  const task = useTask();
  const merchant = job.sale!.merchant;
  useEffect(() => {
    api.get<Page<Consent>>('/v1/me/consents', { limit: 200 }).then((page) => setShared(page.items.some((one) => one.merchant_id === merchant && (!one.store_id || one.store_id === job.sale!.store))), () => undefined);
  }, [api, merchant]);
  return shared === undefined ? null : (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={shared}
          disabled={task.busy}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            setShared(wanted);
            void task
              .run(() => (wanted ? api.put(pathOf(merchant), { store_id: job.sale!.store }).then(() => undefined) : api.delete<void>(pathOf(merchant))))
              .then((done) => done || setShared(!wanted));
          }}
          data-testid="share-with-counter"
        />
        <span>
          This store may see my notes and vouchers <small>For four hours, or until you take it back. You see who looked.</small>
        </span>
      </label>
      <Fault fault={task.fault} />
    </>
  );
}
