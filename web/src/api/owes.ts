import type { Job } from './types';

/** Whether some of the price could not be taken, and may be asked for again. */
export function owes(job: Job): boolean {
  return job.ended && !job.paid_at_door && job.state !== 'failed' && ['failed', 'authorization_expired'].includes(job.payment) && job.captured_minor_units < job.fare_minor_units;
}
