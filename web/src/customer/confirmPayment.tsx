import type { Api } from '../api/client';
import type { Job } from '../api/types';
import { Fault, useTask } from '../ui/widgets';

/** The bank wants the cardholder's word, for the ride's payment or a tip; the gateway is asked for it when the customer says so, and by its own news. */
export function ConfirmPayment(props: { api: Api; job: Job; then: string; onJob: (job: Job) => void }) {
  const { api, job } = props;
  const task = useTask();
  return (
    <div class="card stack no-print" role="alert" data-testid="confirm-payment">
      <p>
        <strong>Your bank asks you to confirm this payment.</strong> Confirm it with your bank; {props.then}.
      </p>
      <button type="button" class="primary" disabled={task.busy} onClick={() => void task.run(async () => props.onJob(await api.post<Job>(`/v1/jobs/${job.job_id}/payment/confirm`)))} data-testid="confirm-payment-done">
        I have confirmed it
      </button>
      <Fault fault={task.fault} />
    </div>
  );
}
