import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import { serverNow } from '../api/clock';
import { retrying } from '../api/retrying';
import type { Job, Point, ShareLink, VehicleFrame } from '../api/types';
import { clock, dayAndClock, distance, duration, fullDate, money, shortId } from '../api/words';
import { metresBetween } from '../map/mercator';
import { QrCode } from '../ui/qrCode';
import { Confirm, Fault, useNow, useTask } from '../ui/widgets';
import { ChainLegs } from './chainLegs';
import { ConfirmPayment } from './confirmPayment';
import { GoElsewhere } from './goElsewhere';
import { headline, isAtHome, isCounter, meeting, nounOf, steps, stepOf } from './progress';
import { ReceiptCard } from './receipt';
import { ShareWithCounter } from './sharing';
import { WhoComes } from './whoComes';

export function Ride(props: {
  api: Api;
  job: Job;
  vehicle: VehicleFrame | undefined;
  elsewhere: { choosing: boolean; chosen?: Point };
  onElsewhere: (choosing: boolean, place?: Point) => void;
  onJob: (job: Job) => void;
  /** Shows another job of the same chain. */
  onOpen: (job: Job) => void;
  onAgain: () => void;
}) {
  const { api, job } = props;
  const [canceling, setCanceling] = useState(false);
  const now = useNow(1000, serverNow);
  const due = job.pick_up_due && !['arrived_at_pickup', 'in_progress'].includes(job.state) ? (Date.parse(job.pick_up_due) - now) / 1000 : undefined;
  const pickUp = job.stops[0]!;
  const away = props.vehicle && due !== undefined ? metresBetween([props.vehicle.longitude, props.vehicle.latitude], [pickUp.longitude, pickUp.latitude]) : undefined;
  // How far it still is: not where the work is done at home, nor of what goes back to its store.
  const end = job.stops.at(-1)!;
  const left = props.vehicle && job.state === 'in_progress' && !isAtHome(job) && !job.sale?.returning ? metresBetween([props.vehicle.longitude, props.vehicle.latitude], [end.longitude, end.latitude]) : undefined;
  const step = stepOf(job);
  const noun = nounOf(job);
  // Who has it, and the booked time, are told where the job itself is asked for; its news carry neither.
  const [asked, setAsked] = useState<Job>();
  useEffect(() => {
    if (!job.provider_id && !isAtHome(job)) {
      return;
    }

    return retrying(() => api.get<Job>(`/v1/jobs/${job.job_id}`), setAsked, () => undefined);
  }, [api, job.job_id, job.provider_id, job.kind]);
  const provider = job.provider_id !== undefined && asked?.provider_id === job.provider_id ? asked.provider : undefined;
  return (
    <section class="stack" aria-label={noun === 'ride' ? 'Ride' : 'Order'} data-testid="ride" data-job-id={job.job_id} data-state={job.state}>
      <div>
        <h2 class="big" data-testid="ride-state">
          {headline(job)}
        </h2>
        <p class="muted">
          {money(job.fare_minor_units, job.currency)}, ordered at {clock(job.requested_at)}, {noun} <span class="mono">{shortId(job.job_id)}</span>
        </p>
      </div>
      {step > 0 && (
        <ol class="steps" aria-label={`Step ${Math.min(step, steps(job).length)} of ${steps(job).length}`}>
          {steps(job).map((name, i) => (
            <li key={name} class={i < step ? 'done' : ''} />
          ))}
        </ol>
      )}
      {job.chain_id && <ChainLegs api={api} job={job} onOpen={props.onOpen} />}
      {job.sale && (
        <ul data-testid="sale">
          {job.sale.items.map((item, at) => (
            <li key={at}>
              {item.quantity} × {item.name}
              {item.options.length > 0 && <small> ({item.options.join(', ')})</small>}
            </li>
          ))}
        </ul>
      )}
      {job.state === 'matching' && !job.sale && (
        <p role="status">Nearby drivers are asked one after the other. Nothing is charged unless you are picked up by {clock(job.pick_up_by)}.</p>
      )}
      {job.kind === 'delivery' && !job.ended && job.sale?.ready_at && !job.sale.prepared_at && <p data-testid="ready-at">Ready at about {clock(job.sale.ready_at)}.</p>}
      {asked?.pick_up_at && isAtHome(job) && !job.ended && <p data-testid="booked-for">Booked for {fullDate(asked.pick_up_at)}.</p>}
      {due !== undefined && !job.ended && (
        <p data-testid="ride-due">
          {`At ${meeting(job)} ${due > 20 ? `in about ${duration(due)}` : 'any moment'}`}
          {away !== undefined && `, ${distance(away)} away`}.
        </p>
      )}
      {left !== undefined && (
        <p data-testid="ride-left">
          {distance(left)} from {job.kind === 'delivery' ? 'your door' : 'the drop-off'}.
        </p>
      )}
      {provider && <WhoComes job={job} provider={provider} />}
      {job.payment === 'requires_action' && !job.ended && <ConfirmPayment api={api} job={job} then={`the ${noun} goes on when that is done`} onJob={props.onJob} />}
      {job.pin && !job.ended && !job.sale?.returning && (
        <div class="card stack tight">
          <p>{isCounter(job) ? 'Show this code at the counter:' : job.kind === 'delivery' ? 'Tell the courier this code at the door:' : isAtHome(job) ? 'Tell whoever comes this PIN at your door:' : 'Tell the driver this PIN when you get in:'}</p>
          <div class="code-row">
            {isCounter(job) && <QrCode text={job.pin} label="The code, to be scanned at the counter" />}
            <p class={isCounter(job) ? 'pin code' : 'pin'} data-testid="pin" aria-label={`Code ${job.pin.split('').join(' ')}`}>
              {isCounter(job) ? job.pin.replace(/(.{4})(?=.)/g, '$1 ') : job.pin}
            </p>
          </div>
          {isCounter(job) && (
            <small data-testid="units-left">
              {job.sale!.units_left} of {job.sale!.units} left{job.sale!.good_until && `, good until ${dayAndClock(job.sale!.good_until)}`}
            </small>
          )}
          {isCounter(job) && <ShareWithCounter api={api} job={job} />}
        </div>
      )}
      {job.extras?.filter((one) => one.approved === undefined && !job.ended).map((one) => (
        <ExtraCard key={one.number} api={api} job={job} extra={one} onJob={props.onJob} />
      ))}
      {job.proof && (
        <p class="notice ok" role="status" data-testid="proof" data-proof={job.proof}>
          {job.proof === 'code' ? 'Handed over for your code' : `Signed for by ${job.signed_by ?? 'somebody'}`} at {clock(job.changed_at)}.
        </p>
      )}
      {job.ended ? (
        <>
          <ReceiptCard api={api} job={job} onJob={props.onJob} />
          <button type="button" class="primary large" onClick={props.onAgain} data-testid="ride-again">
            {noun === 'ride' ? 'Order another ride' : 'Order something else'}
          </button>
        </>
      ) : (
        <>
          {!isCounter(job) && <ShareButton api={api} job={job} noun={noun} />}
          {(job.payment === 'authorized' || job.paid_at_door) && !job.kind && (
            <GoElsewhere api={api} job={job} choosing={props.elsewhere.choosing} chosen={props.elsewhere.chosen} onChoosing={props.onElsewhere} onJob={props.onJob} />
          )}
          {job.state !== 'in_progress' && (
            <button type="button" class="danger" onClick={() => setCanceling(true)} data-testid="cancel">
              Cancel the {noun}
            </button>
          )}
        </>
      )}
      {canceling && <CancelDialog {...props} onClose={() => setCanceling(false)} />}
    </section>
  );
}

/** Extra work that the provider offers: nothing of it is done or paid unless the customer wants it. */
function ExtraCard({ api, job, extra, onJob }: { api: Api; job: Job; extra: NonNullable<Job['extras']>[number]; onJob: (job: Job) => void }) {
  const task = useTask();
  const answer = (approved: boolean) => void task.run(async () => onJob(await api.post<Job>(`/v1/jobs/${job.job_id}/extras/${extra.number}`, { approved })));
  return (
    <div class="card stack tight" role="status" data-testid="extra" data-number={extra.number}>
      <p>
        Offered as well: <strong>{extra.what}</strong>, {money(extra.amount_minor_units, job.currency)}
      </p>
      <div class="row even">
        <button type="button" disabled={task.busy} onClick={() => answer(false)} data-testid="extra-refuse">
          No
        </button>
        <button type="button" class="primary" disabled={task.busy} onClick={() => answer(true)} data-testid="extra-approve">
          Yes, please
        </button>
      </div>
      <Fault fault={task.fault} onClose={task.clear} />
    </div>
  );
}

function CancelDialog(props: { api: Api; job: Job; onJob: (job: Job) => void; onClose: () => void }) {
  const [reason, setReason] = useState('changed_mind');
  const [key] = useState(newKey);
  return (
    <Confirm
      title={`Cancel this ${nounOf(props.job)}?`}
      act={`Cancel the ${nounOf(props.job)}`}
      danger
      onClose={props.onClose}
      onAct={async () => props.onJob(await props.api.postUntilAnswered<Job>(`/v1/jobs/${props.job.job_id}/cancel`, { reason }, key))}
    >
      <p>{props.job.sale && !isAtHome(props.job) ? 'What is made or booked already may have to be paid; the receipt shows it.' : 'When somebody has come a long way already, there may be a fee; the receipt shows it.'}</p>
      <label>
        <span>Why?</span>
        <select value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-testid="cancel-reason">
          <option value="changed_mind">I changed my mind</option>
          <option value="wait_too_long">The wait is too long</option>
          <option value="safety">I do not feel safe</option>
          <option value="unspecified">Another reason</option>
        </select>
      </label>
    </Confirm>
  );
}

function ShareButton({ api, job, noun }: { api: Api; job: Job; noun: string }) {
  const [link, setLink] = useState<string>();
  const [copied, setCopied] = useState(false);
  const task = useTask();
  useEffect(() => setCopied(false), [link]);
  return (
    <div class="stack tight">
      {link ? (
        <div class="row">
          <label class="grow">
            <span>Whoever has this link can follow the {noun}</span>
            <input readOnly value={link} onFocus={(event) => event.currentTarget.select()} data-testid="share-link" />
          </label>
          <button type="button" class="bottom" onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>
            {copied ? 'Copied' : 'Copy'}
          </button>
        </div>
      ) : (
        <button
          type="button"
          disabled={task.busy}
          onClick={() =>
            void task.run(async () => {
              const made = await api.post<ShareLink>(`/v1/jobs/${job.job_id}/share`);
              setLink(new URL(made.url, window.location.origin).href);
            })
          }
          data-testid="share"
        >
          Share this {noun}
        </button>
      )}
      <Fault fault={task.fault} />
    </div>
  );
}
