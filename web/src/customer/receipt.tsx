import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import { owes } from '../api/owes';
import { ApiProblem } from '../api/problem';
import type { Job, Rating, Receipt } from '../api/types';
import { distance, fullDate, methodName, minorUnits, money, paymentName, words } from '../api/words';
import { FareTable } from '../ui/fare';
import { announce, Fault, useTask } from '../ui/widgets';
import { ConfirmPayment } from './confirmPayment';
import { doerOf, isCounter } from './progress';
import './receipt.css';

export function ReceiptCard({ api, job, onJob }: { api: Api; job: Job; onJob: (job: Job) => void }) {
  const [receipt, setReceipt] = useState<Receipt>();
  const [fault, setFault] = useState<unknown>();
  // Payment goes on after the end: every version may change the receipt.
  useEffect(() => {
    let current = true;
    const ask = (again: number) =>
      void api.get<Receipt>(`/v1/jobs/${job.job_id}/receipt`).then(
        (got) => {
          if (current) {
            setReceipt(got);
            setFault(undefined);
          }
        },
        (thrown: unknown) => {
          if (current) {
            if (again > 0 && thrown instanceof ApiProblem && (thrown.isPassing || thrown.slug === 'receipt_not_ready')) {
              setTimeout(() => current && ask(again - 1), 1000);
            } else {
              setFault(thrown);
            }
          }
        },
      );
    ask(10);
    return () => {
      current = false;
    };
  }, [api, job.job_id, job.version]);
  if (!receipt) {
    return <Fault fault={fault} />;
  }

  return (
    <>
      <section class="card stack receipt" aria-label="Receipt" data-testid="receipt" data-payment={receipt.payment}>
        <p class="print-only issuer">{words(receipt.operator)}</p>
        <div class="row between">
          <h3>
            Receipt <span class="number-of" data-testid="receipt-number">{receipt.number}</span>
          </h3>
          <span class={`chip ${receipt.payment === 'captured' ? 'ok' : ''}`} data-testid="receipt-payment">
            {paymentName(receipt.payment)}
          </span>
        </div>
        {receipt.lines.length > 0 ? (
          <FareTable lines={receipt.lines} total={receipt.total_minor_units} currency={receipt.currency} caption="What was paid for" />
        ) : (
          <p>Nothing is charged.</p>
        )}
        <dl class="facts">
          {receipt.tax_minor_units > 0 && (
            <>
              <dt>Tax included</dt>
              <dd data-testid="receipt-tax">
                {money(receipt.tax_minor_units, receipt.currency)} ({receipt.tax_percent} %)
              </dd>
            </>
          )}
          {receipt.cash_minor_units + receipt.card_at_door_minor_units > 0 ? (
            <>
              <dt>{receipt.cash_minor_units > 0 ? 'Paid in cash' : 'Paid by card at the door'}</dt>
              <dd data-testid="receipt-door" data-by={receipt.cash_minor_units > 0 ? 'cash' : 'card'}>
                {money(receipt.cash_minor_units + receipt.card_at_door_minor_units, receipt.currency)}
              </dd>
            </>
          ) : (
            <>
              <dt>Charged</dt>
              <dd data-testid="receipt-captured">{money(receipt.captured_minor_units, receipt.currency)}</dd>
            </>
          )}
          {receipt.released_minor_units > 0 && (
            <>
              <dt>Hold let go</dt>
              <dd>{money(receipt.released_minor_units, receipt.currency)}</dd>
            </>
          )}
          {receipt.tip_minor_units > 0 && (
            <>
              <dt>Tip</dt>
              <dd>{money(receipt.tip_minor_units, receipt.currency)}</dd>
            </>
          )}
          {receipt.refunded_minor_units > 0 && (
            <>
              <dt>Given back</dt>
              <dd>{money(receipt.refunded_minor_units, receipt.currency)}</dd>
            </>
          )}
          <dt>Paid with</dt>
          <dd class="mono">{methodName(receipt.payment_method)}</dd>
          <dt>Service</dt>
          <dd>{words(receipt.service_class)}</dd>
          {receipt.distance_metres > 0 && receipt.lines.length > 0 && job.provider_id && (
            <>
              <dt>Distance</dt>
              <dd>{distance(receipt.distance_metres)}</dd>
            </>
          )}
          {receipt.provider_name && (
            <>
              <dt>{words(doerOf(job))}</dt>
              <dd>{receipt.provider_name}</dd>
            </>
          )}
          <dt>Ordered</dt>
          <dd>{fullDate(receipt.requested_at)}</dd>
          <dt>Ended</dt>
          <dd>{fullDate(receipt.ended_at)}</dd>
          <dt>By</dt>
          <dd>{words(receipt.operator)}</dd>
          {receipt.merchant_id && (
            <>
              <dt>Merchant</dt>
              <dd class="mono">{receipt.merchant_id}</dd>
            </>
          )}
          <dt class="print-only">Job</dt>
          <dd class="print-only mono">{receipt.job_id}</dd>
        </dl>
        <button type="button" class="no-print" onClick={() => window.print()} data-testid="receipt-print">
          Print or save as PDF
        </button>
      </section>
      {owes(job) && <OwedCard api={api} job={job} onJob={onJob} />}
      {job.state === 'completed' && job.provider_id && <TipCard api={api} job={job} onJob={onJob} />}
      {job.state === 'completed' && (job.provider_id || isCounter(job)) && <RatingCard api={api} job={job} />}
    </>
  );
}

function OwedCard({ api, job, onJob }: { api: Api; job: Job; onJob: (job: Job) => void }) {
  const task = useTask();
  const [key, setKey] = useState(newKey);
  return (
    <div class="card stack no-print" role="alert" data-testid="owed">
      <p>
        <strong>{money(job.fare_minor_units - job.captured_minor_units, job.currency)} are still open.</strong> Your card declined this part of the price.
      </p>
      <button
        type="button"
        class="primary"
        disabled={task.busy}
        onClick={() =>
          void task.run(async () => {
            const after = await api.postUntilAnswered<Job>(`/v1/jobs/${job.job_id}/payment/retry`, undefined, key);

            // Asked again after this answer, it is another try.
            setKey(newKey());
            onJob(after);
          })
        }
        data-testid="owed-retry"
      >
        Try the payment again
      </button>
      <Fault fault={task.fault} />
    </div>
  );
}

function tipWords(job: Job): string {
  const tip = money(job.tip_minor_units, job.currency);
  return job.tip_refunded_minor_units > 0 ? `Of your tip of ${tip}, ${money(job.tip_refunded_minor_units, job.currency)} were given back.` : `Thank you. Your ${doerOf(job)} has ${tip} of you, all of it.`;
}

/** Once, after a fare was taken by card; the charge comes after the answer. */
function TipCard({ api, job, onJob }: { api: Api; job: Job; onJob: (job: Job) => void }) {
  const [amount, setAmount] = useState('');
  const [sent, setSent] = useState<number>();
  const task = useTask();
  if (job.tip_action) {
    return <ConfirmPayment api={api} job={job} then={`your ${doerOf(job)} has the tip when that is done`} onJob={onJob} />;
  }

  if (sent !== undefined || job.tip_minor_units > 0) {
    const paid = job.tip_minor_units > 0;
    return (
      <p class="notice ok" role="status" data-testid="tip-given" data-paid={paid}>
        {paid ? tipWords(job) : `Your tip of ${money(sent ?? 0, job.currency)} is being charged.`}
      </p>
    );
  }

  if (job.paid_at_door || job.payment !== 'captured') {
    return null;
  }

  const give = (minor: number | undefined) =>
    void task.run(async () => {
      if (minor === undefined) {
        throw new Error(`That is no amount in ${job.currency}: digits, and a point before the part of a unit.`);
      }

      await api.postUntilAnswered<Job>(`/v1/jobs/${job.job_id}/tip`, { amount_minor_units: minor, currency: job.currency }, newKey());
      setSent(minor);
      announce('Thank you for the tip.');
    });
  return (
    <form
      class="card stack no-print"
      data-testid="tip"
      onSubmit={(event) => {
        event.preventDefault();
        give(minorUnits(amount, job.currency));
      }}
    >
      <h3>A tip for the {doerOf(job)}?</h3>
      <div class="row even">
        {[10, 15, 20].map((percent) => {
          const minor = Math.max(1, Math.round((job.captured_minor_units * percent) / 100));
          return (
            <button type="button" key={percent} disabled={task.busy} onClick={() => give(minor)} data-testid={`tip-${percent}`}>
              {money(minor, job.currency)}
            </button>
          );
        })}
      </div>
      <div class="row">
        <label class="grow">
          <span>Another amount in {job.currency}</span>
          <input inputMode="decimal" value={amount} onInput={(event) => setAmount(event.currentTarget.value)} data-testid="tip-amount" />
        </label>
        <button class="bottom" disabled={task.busy || !amount.trim()} data-testid="tip-send">
          Give
        </button>
      </div>
      <Fault fault={task.fault} />
    </form>
  );
}

function RatingCard({ api, job }: { api: Api; job: Job }) {
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState('');
  const [given, setGiven] = useState<Rating>();
  const task = useTask();
  if (given) {
    return (
      <p class="notice ok" role="status" data-testid="rated">
        Thank you. You gave {given.stars} of 5 stars.
      </p>
    );
  }

  return (
    <form
      class="card stack"
      data-testid="rating"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run(async () => {
          setGiven(await api.post<Rating>(`/v1/jobs/${job.job_id}/rating`, { stars, ...(comment.trim() && { comment: comment.trim() }) }));
          announce('Thank you for the rating.');
        });
      }}
    >
      <h3 id="rating-title">{isCounter(job) && job.sale ? `How was it at ${job.sale.store}?` : 'How was it?'}</h3>
      <div class="stars" role="radiogroup" aria-labelledby="rating-title">
        {[1, 2, 3, 4, 5].map((n) => (
          <button
            type="button"
            key={n}
            role="radio"
            aria-checked={n === stars}
            class={n <= stars ? 'on' : ''}
            aria-label={`${n} of 5 stars`}
            onClick={() => setStars(n)}
            data-testid={`star-${n}`}
          >
            {n <= stars ? '★' : '☆'}
          </button>
        ))}
      </div>
      {stars > 0 && (
        <>
          <label>
            <span>Anything to add?</span>
            <textarea rows={2} maxLength={500} value={comment} onInput={(event) => setComment(event.currentTarget.value)} data-testid="rating-comment" />
          </label>
          <button class="primary" disabled={task.busy} data-testid="rating-send">
            Send
          </button>
        </>
      )}
      <Fault fault={task.fault} />
    </form>
  );
}
