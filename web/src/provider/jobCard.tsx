import { useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { Directions, Job } from '../api/types';
import { clock, distance, duration, minorUnits, money, shortId, words } from '../api/words';
import { JobStateChip } from '../ui/stateChip';
import { Confirm, Fault, useTask } from '../ui/widgets';

/** Why goods come back: for the last two the customer does not pay. */
const returnReasons = ['customer_absent', 'customer_refused', 'address_wrong', 'damaged', 'wrong_items'];

/** What the provider does at the door. */
function takes(by: NonNullable<Job['paid_at_door']>): string {
  return by === 'cash' ? 'Take cash' : 'Take a card at your terminal';
}

/** What to take of the customer now that the job is done and its price stands. */
export function TakeAtDoor({ job, onTaken }: { job: Job; onTaken: () => void }) {
  return (
    <div class="notice row between" role="status" data-testid="take-at-door" data-by={job.paid_at_door} data-amount={job.fare_minor_units}>
      <span>
        {takes(job.paid_at_door!)} from the customer now: <b>{money(job.fare_minor_units, job.currency)}</b>
      </span>
      <button type="button" class="small" onClick={onTaken} data-testid="taken">
        I have it
      </button>
    </div>
  );
}

export interface Driving {
  on: boolean;
  restMetres: number | undefined;
  kilometresPerHour: number;
}

/** The job in hand: the way to the next stop and the one thing to do next. */
export function JobCard(props: {
  api: Api;
  job: Job;
  pinRequired: boolean;
  directions: Directions | undefined;
  driving: Driving;
  onDrive: (on: boolean) => void;
  onSpeed: (kilometresPerHour: number) => void;
  onJob: (job: Job) => void;
}) {
  const { api, job, directions, driving } = props;
  const [pin, setPin] = useState('');
  const [signedBy, setSignedBy] = useState('');
  const [reason, setReason] = useState('customer_absent');
  const returning = job.sale?.returning !== undefined;
  // The store hands goods over; the customer's code is asked at the door.
  const atDoor = job.kind === 'delivery';
  const pinAtStart = props.pinRequired && !atDoor;
  const [asking, setAsking] = useState<'cancel' | 'no-show'>();
  const task = useTask();
  const step = (name: string, body?: unknown) => {
    const key = newKey();
    return task.run(async () => props.onJob(await api.postUntilAnswered<Job>(`/v1/provider/jobs/${job.job_id}/${name}`, body, key)));
  };
  const toPickUp = job.state === 'accepted' || job.state === 'en_route_to_pickup';
  const isLast = job.next_stop >= job.stops.length - 1;
  const moving = toPickUp || job.state === 'in_progress';
  return (
    <section class="card stack" aria-label="Your job" data-testid="job" data-job-id={job.job_id} data-state={job.state}>
      <div class="row between">
        <JobStateChip state={job.state} />
        <span>
          {money(job.fare_minor_units, job.currency)} <small class="mono">{shortId(job.job_id)}</small>
        </span>
      </div>
      {job.paid_at_door && !job.ended && (
        <p class="notice" data-testid="take-payment" data-by={job.paid_at_door}>
          {takes(job.paid_at_door)} from the customer: about {money(job.fare_minor_units, job.currency)}. The price stands when you complete it.
        </p>
      )}
      {job.sale && (
        <div class="stack tight" data-testid="goods" data-ready={job.sale.prepared_at !== undefined}>
          <ul>
            {job.sale.items.map((item, at) => (
              <li key={at}>
                {item.quantity} × {item.name}
              </li>
            ))}
          </ul>
          {(toPickUp || job.state === 'arrived_at_pickup') && (
            <small>
              Ask for order <span class="mono">{shortId(job.job_id)}</span>: {job.sale.prepared_at ? 'it is ready' : job.sale.ready_at ? `ready at about ${clock(job.sale.ready_at)}` : 'not ready yet'}.
            </small>
          )}
        </div>
      )}
      {moving && (
        <>
          <div class="next-stop">
            <span class={`badge ${toPickUp || returning ? '' : 'b'}`} aria-hidden="true">
              {toPickUp || returning ? 'A' : 'B'}
            </span>
            <div>
              <h2>{returning ? 'Back to the store' : toPickUp ? (atDoor ? 'To the store' : 'To the pick-up') : isLast ? (atDoor ? 'To the customer' : 'To the drop-off') : `To stop ${job.next_stop}`}</h2>
              <p class="muted" data-testid="directions">
                {driving.on && driving.restMetres !== undefined
                  ? `${distance(driving.restMetres)} left`
                  : directions
                    ? `${distance(directions.distance_metres)}, about ${duration(directions.duration_seconds)}`
                    : 'Asking for the way'}
              </p>
            </div>
          </div>
          <label>
            <span>Speed: {driving.kilometresPerHour} km/h</span>
            <input
              type="range"
              min={10}
              max={300}
              step={10}
              value={driving.kilometresPerHour}
              onInput={(event) => props.onSpeed(event.currentTarget.valueAsNumber)}
              data-testid="speed"
            />
          </label>
          <button
            type="button"
            class="large"
            aria-pressed={driving.on}
            disabled={!driving.on && (!directions || directions.line.length < 2)}
            onClick={() => {
              if (!driving.on && job.state === 'accepted') {
                void step('depart');
              }

              props.onDrive(!driving.on);
            }}
            data-testid="drive"
          >
            {driving.on ? 'Stop here' : 'Drive there'}
          </button>
        </>
      )}
      {toPickUp && (
        <button type="button" class="primary large" disabled={task.busy} onClick={() => void step('arrive')} data-testid="arrive">
          {atDoor ? 'I am at the store' : 'I am at the pick-up'}
        </button>
      )}
      {job.state === 'arrived_at_pickup' && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void step('start', pinAtStart ? { pin: pin.trim() } : {}).then((done) => done && setPin(''));
          }}
        >
          {pinAtStart && (
            <label>
              <span>The customer's PIN</span>
              <input
                class="pin-input"
                value={pin}
                onInput={(event) => setPin(event.currentTarget.value)}
                inputMode="numeric"
                autoComplete="off"
                maxLength={8}
                data-testid="pin-input"
              />
            </label>
          )}
          <button class="primary large" disabled={task.busy || (pinAtStart && !pin.trim())} data-testid="start">
            {atDoor ? 'I have the goods' : job.kind === 'home_service' ? 'Start the work' : 'Start the ride'}
          </button>
          {!atDoor && (
            <button type="button" onClick={() => setAsking('no-show')} data-testid="no-show">
              The customer is not here
            </button>
          )}
        </form>
      )}
      {job.state === 'in_progress' &&
        (isLast && atDoor && !returning ? (
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void step('complete', props.pinRequired ? { pin: pin.trim() } : { signed_by: signedBy.trim() });
            }}
          >
            <label>
              <span>{props.pinRequired ? "The customer's code" : 'Who signs for it'}</span>
              <input
                value={props.pinRequired ? pin : signedBy}
                onInput={(event) => (props.pinRequired ? setPin : setSignedBy)(event.currentTarget.value)}
                autoComplete="off"
                maxLength={props.pinRequired ? 8 : 100}
                data-testid="door-proof"
              />
            </label>
            <button class="primary large" disabled={task.busy || !(props.pinRequired ? pin : signedBy).trim()} data-testid="complete">
              Handed over
            </button>
            <div class="row">
              <label class="grow">
                <span>It cannot be handed over</span>
                <select value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-testid="return-reason">
                  {returnReasons.map((one) => (
                    <option key={one} value={one}>
                      {words(one)}
                    </option>
                  ))}
                </select>
              </label>
              <button type="button" class="bottom" disabled={task.busy} onClick={() => void step('return', { reason })} data-testid="bring-back">
                Bring it back
              </button>
            </div>
          </form>
        ) : isLast ? (
          <button type="button" class="primary large" disabled={task.busy} onClick={() => void step('complete', {})} data-testid="complete">
            {returning ? 'It is back at the store' : job.kind === 'home_service' ? 'The work is done' : 'Complete the ride'}
          </button>
        ) : (
          <button type="button" class="primary large" disabled={task.busy} onClick={() => void step('complete-stop')} data-testid="complete-stop">
            Stop {job.next_stop} is done
          </button>
        ))}
      {job.kind === 'home_service' && job.state === 'in_progress' && <Extras api={api} job={job} onJob={props.onJob} />}
      <Fault fault={task.fault} onClose={task.clear} />
      {(toPickUp || job.state === 'arrived_at_pickup') && (
        <button type="button" class="link" onClick={() => setAsking('cancel')} data-testid="give-up">
          Give this job up
        </button>
      )}
      {asking && <GiveUp {...props} what={asking} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

/** Extra work: offered here, and done when the customer wants it. */
function Extras({ api, job, onJob }: { api: Api; job: Job; onJob: (job: Job) => void }) {
  const [what, setWhat] = useState('');
  const [price, setPrice] = useState('');
  const [key, setKey] = useState(newKey);
  const task = useTask();
  const amount = minorUnits(price, job.currency);
  return (
    <form
      class="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run(async () => {
          onJob(await api.postUntilAnswered<Job>(`/v1/provider/jobs/${job.job_id}/extras`, { amount_minor_units: amount, what: what.trim() }, key));
          setKey(newKey());
          setWhat('');
          setPrice('');
        });
      }}
    >
      {job.extras?.map((one) => (
        <small key={one.number} data-testid="extra" data-number={one.number} data-approved={one.approved}>
          {one.what}, {money(one.amount_minor_units, job.currency)}: {one.approved === undefined ? 'asked' : one.approved ? 'wanted' : 'not wanted'}
        </small>
      ))}
      <div class="row">
        <label class="grow">
          <span>Extra work</span>
          <input value={what} maxLength={200} onInput={(event) => setWhat(event.currentTarget.value)} data-testid="extra-what" />
        </label>
        <label>
          <span>Price, {job.currency}</span>
          <input value={price} size={7} inputMode="decimal" onInput={(event) => setPrice(event.currentTarget.value)} data-testid="extra-price" />
        </label>
        <button class="bottom" disabled={task.busy || !what.trim() || !amount} data-testid="extra-offer">
          Offer
        </button>
      </div>
      <Fault fault={task.fault} />
    </form>
  );
}

function GiveUp(props: { api: Api; job: Job; what: 'cancel' | 'no-show'; onJob: (job: Job) => void; onClose: () => void }) {
  const [key] = useState(newKey);
  const noShow = props.what === 'no-show';
  return (
    <Confirm
      title={noShow ? 'Is the customer not here?' : 'Give this job up?'}
      act={noShow ? 'Report a no-show' : 'Give it up'}
      danger
      onClose={props.onClose}
      onAct={async () =>
        props.onJob(await props.api.postUntilAnswered<Job>(`/v1/provider/jobs/${props.job.job_id}/${props.what}`, noShow ? undefined : { reason: 'provider_unable' }, key))
      }
    >
      <p>{noShow ? 'The ride ends, and the customer may be charged a fee.' : 'It is offered to others; the customer is told.'}</p>
    </Confirm>
  );
}
