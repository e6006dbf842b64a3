import type { Api } from '../api/client';
import { newKey } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Job, Pair } from '../api/types';

/** An order that was sent and perhaps not answered. It outlives a reload of the page, with its key: sent again, it is still one order. */
interface PendingOrder {
  customer: string;
  key: string;
  body: { quote: string; payment_method?: string };
  line: Pair[];
}

const place = 'o2o.order';

export function pendingOrder(customer: string): PendingOrder | undefined {
  const pending = JSON.parse(sessionStorage.getItem(place) ?? 'null') as PendingOrder | null;
  return pending?.customer === customer ? pending : undefined;
}

export function newOrder(customer: string, quote: string, paymentMethod: string | undefined, line: Pair[]): PendingOrder {
  return { customer, key: newKey(), body: { quote, ...(paymentMethod && { payment_method: paymentMethod }) }, line };
}

/** Sends an order until it is answered; forgets it when the answer is final. */
export async function send(api: Api, order: PendingOrder, waiting: (fault: ApiProblem) => void): Promise<Job> {
  sessionStorage.setItem(place, JSON.stringify(order));
  try {
    const job = await api.postUntilAnswered<Job>('/v1/jobs', order.body, order.key, waiting, 40);
    sessionStorage.removeItem(place);
    keepLine(job.job_id, order.line);
    return job;
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || !fault.isPassing) {
      sessionStorage.removeItem(place);
    }

    throw fault;
  }
}

/** The route of a job, which its resource does not carry. */
export function lineOf(job: string): Pair[] | undefined {
  return (JSON.parse(sessionStorage.getItem(`o2o.line.${job}`) ?? 'null') as Pair[] | null) ?? undefined;
}

/** Keeps the way of a ride for its map, also over a reload of the page. */
export function keepLine(job: string, line: Pair[]): void {
  sessionStorage.setItem(`o2o.line.${job}`, JSON.stringify(line));
}
