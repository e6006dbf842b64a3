import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import { serverNow } from '../api/clock';
import type { Job, Offer } from '../api/types';
import { distance, duration, money, words } from '../api/words';
import { metresBetween } from '../map/mercator';
import { announce, Fault, useNow, useTask } from '../ui/widgets';

export function OfferCard(props: { api: Api; offer: Offer; onJob: (job: Job) => void; onGone: () => void }) {
  const { api, offer } = props;
  const { job } = offer;
  const task = useTask();
  const [keys] = useState(() => ({ accept: newKey(), decline: newKey() }));
  const [whole] = useState(() => Math.max(1, (Date.parse(offer.expires_at) - serverNow()) / 1000));
  const now = useNow(250, serverNow);
  const left = Math.max(0, (Date.parse(offer.expires_at) - now) / 1000);
  const due = (Date.parse(offer.pick_up_due) - now) / 1000;
  const [from, to] = [job.stops[0]!, job.stops.at(-1)!];
  useEffect(() => announce(`An offer for ${money(job.fare_minor_units, job.currency)}. ${Math.round(left)} seconds to answer.`), []);
  const answer = (what: 'accept' | 'decline') =>
    task.run(async () => {
      const after = await api.postUntilAnswered<Job>(`/v1/provider/offers/${offer.offer_id}/${what}`, { job_id: job.job_id }, keys[what]);
      if (what === 'accept') {
        props.onJob(after);
      }

      props.onGone();
    });
  return (
    <section class="card stack offer" aria-label="Offer" data-testid="offer" data-job-id={job.job_id}>
      <div class="row between">
        <h2>New offer: {words(job.service_class)}</h2>
        <span data-testid="offer-left" role="timer">
          {Math.ceil(left)} s
        </span>
      </div>
      <div class="countdown" aria-hidden="true">
        <div style={{ width: `${Math.min(100, (left / whole) * 100)}%` }} />
      </div>
      <p class="big">{money(job.fare_minor_units, job.currency)}</p>
      <dl class="facts">
        {job.sale && (
          <>
            <dt>Goods</dt>
            <dd data-testid="offer-goods">{job.sale.items.map((item) => `${item.quantity} × ${item.name}`).join(', ')}</dd>
          </>
        )}
        {job.paid_at_door && (
          <>
            <dt>You take</dt>
            <dd data-testid="offer-door">{job.paid_at_door === 'cash' ? 'cash' : 'a card, at your terminal'}</dd>
          </>
        )}
        <dt>{job.kind === 'delivery' ? 'At the store' : job.kind === 'home_service' ? 'At the customer' : 'Pick-up'}</dt>
        <dd>{due > 20 ? `in about ${duration(due)}` : 'close by'}</dd>
        {job.kind !== 'home_service' && (
          <>
            <dt>{job.kind === 'delivery' ? 'Way' : 'Ride'}</dt>
            <dd>{distance(metresBetween([from.longitude, from.latitude], [to.longitude, to.latitude]))} as the crow flies</dd>
          </>
        )}
      </dl>
      <Fault fault={task.fault} />
      {left > 0 ? (
        <div class="row even">
          <button type="button" class="large" disabled={task.busy} onClick={() => void answer('decline')} data-testid="decline">
            Decline
          </button>
          <button type="button" class="primary large" disabled={task.busy} onClick={() => void answer('accept')} data-testid="accept">
            Accept
          </button>
        </div>
      ) : (
        <button type="button" onClick={props.onGone}>
          This offer is over
        </button>
      )}
    </section>
  );
}
