import { useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { Directions, Job } from '../api/types';
import { distance, duration, money, shortId } from '../api/words';
import { JobStateChip } from '../ui/stateChip';
import { Confirm, Fault, useTask } from '../ui/widgets';

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
      {moving && (
        <>
          <div class="next-stop">
            <span class={`badge ${toPickUp ? '' : 'b'}`} aria-hidden="true">
              {toPickUp ? 'A' : 'B'}
            </span>
            <div>
              <h2>{toPickUp ? 'To the pick-up' : isLast ? 'To the drop-off' : `To stop ${job.next_stop}`}</h2>
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
          I am at the pick-up
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
            {atDoor ? 'I have the goods' : 'Start the ride'}
          </button>
          {!atDoor && (
            <button type="button" onClick={() => setAsking('no-show')} data-testid="no-show">
              The customer is not here
            </button>
          )}
        </form>
      )}
      {job.state === 'in_progress' &&
        (isLast && atDoor && !job.sale?.returning ? (
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
            <button type="button" disabled={task.busy} onClick={() => void step('return', { reason: 'customer_absent' })} data-testid="bring-back">
              Nobody is there: bring it back
            </button>
          </form>
        ) : isLast ? (
          <button type="button" class="primary large" disabled={task.busy} onClick={() => void step('complete', {})} data-testid="complete">
            {job.sale?.returning ? 'It is back at the store' : 'Complete the ride'}
          </button>
        ) : (
          <button type="button" class="primary large" disabled={task.busy} onClick={() => void step('complete-stop')} data-testid="complete-stop">
            Stop {job.next_stop} is done
          </button>
        ))}
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
