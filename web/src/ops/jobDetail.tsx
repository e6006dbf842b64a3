import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import { owes } from '../api/owes';
import type { Job, Timeline, TimelineItem } from '../api/types';
import { clock, dayAndClock, distance, jobState, minorUnits, money, shortId, words } from '../api/words';
import { JobStateChip } from '../ui/stateChip';
import { announce, Confirm, Fault } from '../ui/widgets';
import { EconomicsOf } from './economics';
import { factsOf } from './facts';
import { MatchesOf } from './matches';
import type { OpsModel } from './opsModel';
import { go } from './route';

type Question = 'assign' | 'unassign' | 'cancel' | 'refund' | 'tip/refund' | 'payment/retry' | 'fare-cap/acknowledge';

const refundReasons = ['requested_by_customer', 'service_failure', 'overcharged', 'duplicate', 'fraudulent', 'goodwill'];

export function JobDetail(props: { model: OpsModel; id: string; onJob: (job: Job | undefined) => void }) {
  const { model, id } = props;
  const [timeline, setTimeline] = useState<Timeline>();
  const [fault, setFault] = useState<unknown>();
  const [question, setQuestion] = useState<Question>();
  const told = useRef<string | undefined>(undefined);

  const load = () =>
    model.api.get<Timeline>(`/v1/ops/jobs/${id}/timeline`).then(
      (got) => {
        setTimeline(got);
        setFault(undefined);
        props.onJob(got.job);
        if (told.current && told.current !== got.job.state) {
          announce(`The job is now: ${jobState(got.job.state)}.`);
        }

        told.current = got.job.state;
      },
      (thrown: unknown) => setFault(thrown),
    );

  useEffect(() => {
    setTimeline(undefined);
    told.current = undefined;
    void load();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void load(), 200);
    };
    const leave = model.hub.follow(`job/${id}`, { event: soon, snapshot: soon });
    // Postings follow a capture without an event of the job.
    const slow = setInterval(() => void load(), 5000);
    return () => {
      clearTimeout(timer);
      clearInterval(slow);
      leave();
      props.onJob(undefined);
    };
  }, [model, id]);

  const job = timeline?.job;
  return (
    <section class="stack" aria-label="Job" data-testid="job-detail" data-job-id={id} data-state={job?.state}>
      <div class="row between">
        <button type="button" class="small" onClick={() => window.history.back()} data-testid="back">
          Back
        </button>
        <span class="mono">{id}</span>
      </div>
      <Fault fault={fault} />
      {job && (
        <>
          <div class="row">
            <JobStateChip state={job.state} />
            <span class="chip" data-testid="payment-state" data-state={job.payment}>
              Payment: {words(job.payment).toLowerCase()}
            </span>
          </div>
          <dl class="facts">
            <dt>Fare</dt>
            <dd>
              {money(job.fare_minor_units, job.currency)}, {job.paid_at_door ? `paid at the door, ${job.paid_at_door === 'cash' ? 'in cash' : 'by card'}` : `captured ${money(job.captured_minor_units, job.currency)}`}
              {job.tip_minor_units > 0 && `, tip ${money(job.tip_minor_units, job.currency)}`}
              {job.tip_refunded_minor_units > 0 && `, of it given back ${money(job.tip_refunded_minor_units, job.currency)}`}
              {job.refunded_minor_units > 0 && `, given back ${money(job.refunded_minor_units, job.currency)}`}
            </dd>
            <dt>Class</dt>
            <dd>{words(job.service_class)}</dd>
            <dt>Ordered</dt>
            <dd>{dayAndClock(job.requested_at)}</dd>
            <dt>Pick-up</dt>
            <dd>
              by {clock(job.pick_up_by)}
              {job.pick_up_due && `, expected ${clock(job.pick_up_due)}`}
            </dd>
            <dt>Stops</dt>
            <dd>{job.stops.map((stop) => `${stop.longitude.toFixed(5)}, ${stop.latitude.toFixed(5)}`).join(' to ')}</dd>
            <dt>Customer</dt>
            <dd class="mono">
              <button type="button" class="link mono" onClick={() => go('wallets', job.customer_id)} data-testid="job-customer">
                {job.customer_id}
              </button>
            </dd>
            <dt>Provider</dt>
            <dd class="mono">
              {job.provider_id ? (
                <button type="button" class="link mono" onClick={() => go('providers', job.provider_id)}>
                  {job.provider_id}
                </button>
              ) : (
                'nobody'
              )}
            </dd>
            <dt>Attempt</dt>
            <dd>{job.attempt}</dd>
          </dl>
          {!job.ended && (
            <div class="row">
              <button type="button" onClick={() => setQuestion('assign')} disabled={job.state === 'in_progress' || job.state === 'scheduled'} data-testid="assign">
                {job.provider_id ? 'Give to another' : 'Assign'}
              </button>
              <button type="button" onClick={() => setQuestion('unassign')} disabled={!job.provider_id || job.state === 'in_progress'} data-testid="unassign">
                Unassign
              </button>
              <button type="button" class="danger" onClick={() => setQuestion('cancel')} data-testid="ops-cancel">
                Cancel
              </button>
            </div>
          )}
          {(mayRefund(job) || job.tip_minor_units > job.tip_refunded_minor_units) && (
            <div class="row">
              {mayRefund(job) && (
                <button type="button" onClick={() => setQuestion('refund')} data-testid="ops-refund">
                  Refund
                </button>
              )}
              {job.tip_minor_units > job.tip_refunded_minor_units && (
                <button type="button" onClick={() => setQuestion('tip/refund')} data-testid="ops-tip-refund">
                  Refund the tip
                </button>
              )}
            </div>
          )}
          {owes(job) && (
            <div class="row">
              <button type="button" onClick={() => setQuestion('payment/retry')} data-testid="ops-payment-retry">
                Ask for the rest again
              </button>
            </div>
          )}
          {isCapped(timeline) && (
            <div class="row">
              <button type="button" onClick={() => setQuestion('fare-cap/acknowledge')} data-testid="ops-fare-cap">
                The price that was cut off was looked at
              </button>
            </div>
          )}
          <EconomicsOf api={model.api} id={id} version={job.version} />
          <h3>Timeline</h3>
          <ol class="timeline" data-testid="timeline">
            {timeline.items.map((item, i) => (
              <Item item={item} key={`${item.at}-${item.kind}-${i}`} />
            ))}
          </ol>
          <MatchesOf api={model.api} id={id} version={job.version} />
          {question && (
            <Ask
              model={model}
              job={job}
              question={question}
              onDone={(after) => {
                props.onJob(after);
                void load();
              }}
              onClose={() => setQuestion(undefined)}
            />
          )}
        </>
      )}
    </section>
  );
}

function mayRefund(job: Job): boolean {
  return job.captured_minor_units > job.refunded_minor_units && !['disputed', 'refunded'].includes(job.payment);
}

/** The meter came to more than the price, and nobody has said that it was looked at. */
function isCapped(timeline: Timeline): boolean {
  return timeline.items.some((item) => item.name === 'completed' && (item.data as { metered?: string }).metered) && !timeline.items.some((item) => item.name === 'fare_cap_acknowledged');
}

function Item({ item }: { item: TimelineItem }) {
  const [open, setOpen] = useState(false);
  return (
    <li data-kind={item.kind} data-name={item.name} data-testid="timeline-item">
      <div class="row between">
        <strong>
          {item.kind === 'event' ? words(item.name) : item.kind === 'offer' ? `Offer ${words(item.name).toLowerCase()}` : `Money: ${words(item.name).toLowerCase()}`}
        </strong>
        <small>
          {clock(item.at)}
          {item.version !== undefined && `, version ${item.version}`}
        </small>
      </div>
      <p class="facts-line">{factsOf(item.data)}</p>
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        <small>{open ? 'Less' : 'All of it'}</small>
      </button>
      {open && <pre class="pre">{JSON.stringify(item.data, undefined, 2)}</pre>}
    </li>
  );
}

function Ask(props: { model: OpsModel; job: Job; question: Question; onDone: (job: Job) => void; onClose: () => void }) {
  const { model, job, question } = props;
  const asked = useRef({ text: '', key: '' });
  const [reason, setReason] = useState('operator_decision');
  const [provider, setProvider] = useState('');
  const stop = job.stops[0]!;
  const [near] = useState(() => (question === 'assign' ? model.freeNear(stop.longitude, stop.latitude, 5) : []));
  const path = `/v1/ops/jobs/${job.job_id}/${question}`;
  const [amount, setAmount] = useState('');
  const [why, setWhy] = useState('requested_by_customer');
  const [borneBy, setBorneBy] = useState('platform');
  const [note, setNote] = useState('');
  const ofTip = question === 'tip/refund';
  const left = money(ofTip ? job.tip_minor_units - job.tip_refunded_minor_units : job.captured_minor_units - job.refunded_minor_units, job.currency);
  const refund = () => {
    const given = amount.trim() ? minorUnits(amount, job.currency) : undefined;
    if (amount.trim() && given === undefined) {
      throw new Error(`${amount} is no amount in ${job.currency}: digits, and a point before the part of a unit.`);
    }

    return { amount_minor_units: given, currency: job.currency, reason: why, ...(!ofTip && { borne_by: borneBy }) };
  };
  const body = () =>
    question === 'refund' || ofTip ? refund() : question === 'assign' ? { provider_id: provider.trim() } : question === 'cancel' ? { reason } : question === 'fare-cap/acknowledge' ? { note: note.trim() || undefined } : undefined;
  return (
    <Confirm
      title={{ assign: 'Assign this job', unassign: 'Take this job from its provider?', cancel: 'Cancel this job?', refund: 'Pay back of this job', 'tip/refund': 'Pay back of the tip', 'payment/retry': 'Ask for what is owed again?', 'fare-cap/acknowledge': 'Leave the price as it is?' }[question]}
      act={{ assign: 'Assign', unassign: 'Unassign', cancel: 'Cancel the job', refund: 'Pay back', 'tip/refund': 'Pay back', 'payment/retry': 'Ask again', 'fare-cap/acknowledge': 'It was looked at' }[question]}
      danger={question !== 'assign' && question !== 'payment/retry' && question !== 'fare-cap/acknowledge'}
      onClose={props.onClose}
      onAct={async () => {
        // What is asked again keeps its key, and is done once; what is asked otherwise is another thing.
        const given = body();
        const text = JSON.stringify(given) ?? '';
        if (asked.current.text !== text || !asked.current.key) {
          asked.current = { text, key: newKey() };
        }

        props.onDone(await model.api.postUntilAnswered<Job>(path, given, asked.current.key));
      }}
    >
      {question === 'assign' && (
        <>
          <label>
            <span>Provider id</span>
            <input class="mono" required pattern="[0-9a-fA-F\-]{32,36}" value={provider} onInput={(event) => setProvider(event.currentTarget.value)} data-testid="assign-provider" />
          </label>
          {near.length > 0 && (
            <fieldset>
              <legend>Free and near the pick-up</legend>
              {near.map((one) => (
                <label class="check" key={one.provider}>
                  <input type="radio" name="near" checked={provider === one.provider} onChange={() => setProvider(one.provider)} />
                  <span>
                    <span class="mono">{shortId(one.provider)}</span> {distance(one.metres)} away
                  </span>
                </label>
              ))}
            </fieldset>
          )}
        </>
      )}
      {(question === 'refund' || ofTip) && (
        <>
          <label>
            <span>Amount in {job.currency}; empty for all that is left, {left}</span>
            <input inputMode="decimal" value={amount} onInput={(event) => setAmount(event.currentTarget.value)} data-testid="refund-amount" />
          </label>
          <label>
            <span>Reason</span>
            <select value={why} onChange={(event) => setWhy(event.currentTarget.value)} data-testid="refund-reason">
              {refundReasons.map((one) => (
                <option key={one} value={one}>
                  {words(one)}
                </option>
              ))}
            </select>
          </label>
          {ofTip ? (
            <p>The provider had it whole, and is owed so much less.</p>
          ) : (
            <label>
              <span>Borne by</span>
              <select value={borneBy} onChange={(event) => setBorneBy(event.currentTarget.value)} data-testid="refund-bearer">
                <option value="platform">The platform</option>
                <option value="provider">The provider</option>
                <option value="proportional">All, as the price was divided</option>
              </select>
            </label>
          )}
        </>
      )}
      {question === 'payment/retry' && <p>{money(job.fare_minor_units - job.captured_minor_units, job.currency)} are charged on the saved method, by a payment of its own.</p>}
      {question === 'fare-cap/acknowledge' && (
        <label>
          <span>Note, for the job's history; may be empty</span>
          <input maxLength={300} value={note} onInput={(event) => setNote(event.currentTarget.value)} data-testid="ops-fare-cap-note" />
        </label>
      )}
      {question === 'unassign' && <p>It is offered to others; this provider does not get it again.</p>}
      {question === 'cancel' && (
        <label>
          <span>Reason</span>
          <select value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-testid="ops-cancel-reason">
            {['operator_decision', 'stuck', 'safety', 'provider_unable', 'changed_mind', 'wait_too_long', 'unspecified'].map((one) => (
              <option key={one} value={one}>
                {words(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </Confirm>
  );
}
