import { clock, jobState, money, shortId, words } from '../api/words';
import { useBox } from '../ui/box';
import type { OpsModel } from './opsModel';
import { go } from './route';

export function Feed({ model }: { model: OpsModel }) {
  const feed = useBox(model.feed);
  return (
    <section aria-label="What happens now">
      {feed.length === 0 && <p class="muted">Nothing has happened yet.</p>}
      <ol class="feed" data-testid="feed">
        {feed.map((item) => (
          <li key={item.key}>
            <button type="button" class="line" onClick={() => go('jobs', item.job.job_id)} data-testid="feed-item" data-job-id={item.job.job_id}>
              <span class="muted">{clock(item.at)}</span>
              <span>
                {words(item.event)}{' '}
                {item.job.ended && <small>{jobState(item.job.state).toLowerCase()}</small>}
              </span>
              <span>
                {money(item.job.fare_minor_units, item.job.currency)} <small class="mono">{shortId(item.job.job_id)}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
