import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Job, Page } from '../api/types';
import { dayAndClock, money, words } from '../api/words';
import { JobStateChip } from '../ui/stateChip';
import { Fault, useTask } from '../ui/widgets';

export function History({ api, onOpen }: { api: Api; onOpen: (job: Job) => void }) {
  const [jobs, setJobs] = useState<Job[]>();
  const [cursor, setCursor] = useState<string>();
  const task = useTask();
  const load = (from?: string) =>
    task.run(async () => {
      const page = await api.get<Page<Job>>('/v1/jobs', { limit: 20, cursor: from });
      setJobs((known) => (from ? [...(known ?? []), ...page.items] : page.items));
      setCursor(page.next_cursor);
    });
  useEffect(() => void load(), [api]);
  return (
    <section class="stack" aria-label="History">
      <h2>Your rides and orders</h2>
      <Fault fault={task.fault} />
      {jobs?.length === 0 && <p class="muted">None yet.</p>}
      <ul class="list" data-testid="history">
        {jobs?.map((job) => (
          <li key={job.job_id}>
            <button type="button" class="row-button between" onClick={() => onOpen(job)} data-testid="history-job">
              <span class="grow">
                {job.sale ? job.sale.items.map((item) => `${item.quantity} × ${item.name}`).join(', ') : words(job.service_class)}
                <br />
                <small>{dayAndClock(job.requested_at)}</small>
              </span>
              <JobStateChip state={job.state} />
              <span>{money(job.ended ? job.captured_minor_units : job.fare_minor_units, job.currency)}</span>
            </button>
          </li>
        ))}
      </ul>
      {cursor && (
        <button type="button" disabled={task.busy} onClick={() => void load(cursor)}>
          Earlier ones
        </button>
      )}
    </section>
  );
}
