import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import { serverNow } from '../api/clock';
import type { Job, Point, ShareLink, VehicleFrame } from '../api/types';
import { clock, distance, duration, jobState, money, shortId } from '../api/words';
import { metresBetween } from '../map/mercator';
import { Confirm, Fault, useNow, useTask } from '../ui/widgets';
import { ConfirmPayment } from './confirmPayment';
import { GoElsewhere } from './goElsewhere';
import { ReceiptCard } from './receipt';

const steps = ['matching', 'accepted', 'arrived_at_pickup', 'in_progress', 'completed'];

/** How far along a job is, 0 to 5, for the bar of steps. */
function stepOf(job: Job): number {
  const state = job.state === 'scheduled' ? 'matching' : job.state === 'en_route_to_pickup' ? 'accepted' : job.state;
  return job.state === 'completed' ? steps.length : steps.indexOf(state) + 1;
}

function headline(job: Job): string {
  switch (job.state) {
    case 'scheduled':
      return job.payment === 'authorizing' ? 'Your card is being checked' : 'Your ride is booked';
    case 'matching':
      return job.attempt > 1 ? 'Looking for another vehicle' : 'Looking for a vehicle';
    case 'accepted':
    case 'en_route_to_pickup':
      return 'Your vehicle is coming';
    case 'arrived_at_pickup':
      return 'Your vehicle is here';
    case 'in_progress':
      return 'On the way';
    case 'completed':
      return 'You have arrived';
    case 'canceled_by_customer':
      return 'You canceled this ride';
    case 'no_providers_available':
      return 'No vehicle was found';
    case 'failed':
      return 'Your card was declined';
    default:
      return jobState(job.state);
  }
}

export function Ride(props: {
  api: Api;
  job: Job;
  vehicle: VehicleFrame | undefined;
  elsewhere: { choosing: boolean; chosen?: Point };
  onElsewhere: (choosing: boolean, place?: Point) => void;
  onJob: (job: Job) => void;
  onAgain: () => void;
}) {
  const { api, job } = props;
  const [canceling, setCanceling] = useState(false);
  const now = useNow(1000, serverNow);
  const due = job.pick_up_due && !['arrived_at_pickup', 'in_progress'].includes(job.state) ? (Date.parse(job.pick_up_due) - now) / 1000 : undefined;
  const pickUp = job.stops[0]!;
  const away = props.vehicle && due !== undefined ? metresBetween([props.vehicle.longitude, props.vehicle.latitude], [pickUp.longitude, pickUp.latitude]) : undefined;
  const step = stepOf(job);
  return (
    <section class="stack" aria-label="Ride" data-testid="ride" data-job-id={job.job_id} data-state={job.state}>
      <div>
        <h2 class="big" data-testid="ride-state">
          {headline(job)}
        </h2>
        <p class="muted">
          {money(job.fare_minor_units, job.currency)}, ordered at {clock(job.requested_at)}, ride <span class="mono">{shortId(job.job_id)}</span>
        </p>
      </div>
      {step > 0 && (
        <ol class="steps" aria-label={`Step ${Math.min(step, steps.length)} of ${steps.length}`}>
          {steps.map((name, i) => (
            <li key={name} class={i < step ? 'done' : ''} />
          ))}
        </ol>
      )}
      {job.state === 'matching' && (
        <p role="status">Nearby drivers are asked one after the other. Nothing is charged unless you are picked up by {clock(job.pick_up_by)}.</p>
      )}
      {due !== undefined && !job.ended && (
        <p data-testid="ride-due">
          {due > 20 ? `At the pick-up in about ${duration(due)}` : 'At the pick-up any moment'}
          {away !== undefined && `, ${distance(away)} away`}.
        </p>
      )}
      {job.payment === 'requires_action' && !job.ended && <ConfirmPayment api={api} job={job} then="the ride goes on when that is done" onJob={props.onJob} />}
      {job.pin && (
        <div class="card">
          <p>Tell the driver this PIN when you get in:</p>
          <p class="pin" data-testid="pin" aria-label={`PIN ${job.pin.split('').join(' ')}`}>
            {job.pin}
          </p>
        </div>
      )}
      {job.ended ? (
        <>
          <ReceiptCard api={api} job={job} onJob={props.onJob} />
          <button type="button" class="primary large" onClick={props.onAgain} data-testid="ride-again">
            Order another ride
          </button>
        </>
      ) : (
        <>
          <ShareButton api={api} job={job} />
          {(job.payment === 'authorized' || job.cash) && !job.kind && (
            <GoElsewhere api={api} job={job} choosing={props.elsewhere.choosing} chosen={props.elsewhere.chosen} onChoosing={props.onElsewhere} onJob={props.onJob} />
          )}
          {job.state !== 'in_progress' && (
            <button type="button" class="danger" onClick={() => setCanceling(true)} data-testid="cancel">
              Cancel the ride
            </button>
          )}
        </>
      )}
      {canceling && <CancelDialog {...props} onClose={() => setCanceling(false)} />}
    </section>
  );
}

function CancelDialog(props: { api: Api; job: Job; onJob: (job: Job) => void; onClose: () => void }) {
  const [reason, setReason] = useState('changed_mind');
  const [key] = useState(newKey);
  return (
    <Confirm
      title="Cancel this ride?"
      act="Cancel the ride"
      danger
      onClose={props.onClose}
      onAct={async () => props.onJob(await props.api.postUntilAnswered<Job>(`/v1/jobs/${props.job.job_id}/cancel`, { reason }, key))}
    >
      <p>When a driver has come a long way already, there may be a fee; the receipt shows it.</p>
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

function ShareButton({ api, job }: { api: Api; job: Job }) {
  const [link, setLink] = useState<string>();
  const [copied, setCopied] = useState(false);
  const task = useTask();
  useEffect(() => setCopied(false), [link]);
  return (
    <div class="stack tight">
      {link ? (
        <div class="row">
          <label class="grow">
            <span>Whoever has this link can follow the ride</span>
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
          Share this ride
        </button>
      )}
      <Fault fault={task.fault} />
    </div>
  );
}
