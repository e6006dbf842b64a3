import type { Job, Page } from '../api/types';
import { dayAndClock, jobState, jobStateNames, money, shortId } from '../api/words';
import { JobStateChip } from '../ui/stateChip';
import { Fault, PlaceFields, useTask } from '../ui/widgets';
import type { OpsModel } from './opsModel';
import { go } from './route';
import type { Search } from './search';

/** Search for jobs; the search and what it found are kept by the page, so that going back from a job finds them again. */
export function JobsTab(props: { model: OpsModel; search: Search; onSearch: (search: Search) => void }) {
  const { model, search } = props;
  const task = useTask();
  const set = (change: Partial<Search>) => props.onSearch({ ...search, ...change });
  const load = (cursor?: string) =>
    task.run(async () => {
      const page = await model.api.get<Page<Job>>('/v1/ops/jobs', {
        market: model.market,
        customer_id: search.customer.trim(),
        provider_id: search.provider.trim(),
        state: search.state,
        from: instant(search.from),
        to: instant(search.to),
        ...(search.place && { longitude: search.place.longitude, latitude: search.place.latitude, radius_metres: search.radius }),
        limit: 50,
        cursor,
      });
      set({ found: cursor ? [...(search.found ?? []), ...page.items] : page.items, next: page.next_cursor });
    });
  return (
    <section class="stack" aria-label="Jobs">
      <form
        class="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          void load();
        }}
      >
        <label>
          <span>Customer id</span>
          <input class="mono" value={search.customer} onInput={(event) => set({ customer: event.currentTarget.value })} data-testid="search-customer" />
        </label>
        <label>
          <span>Provider id</span>
          <input class="mono" value={search.provider} onInput={(event) => set({ provider: event.currentTarget.value })} data-testid="search-provider" />
        </label>
        <label>
          <span>State</span>
          <select value={search.state} onChange={(event) => set({ state: event.currentTarget.value })} data-testid="search-state">
            <option value="">Any</option>
            {jobStateNames.map((state) => (
              <option key={state} value={state}>
                {jobState(state)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Radius in metres</span>
          <input
            type="number"
            min={10}
            max={20000}
            step={10}
            value={search.radius}
            onInput={(event) => set({ radius: event.currentTarget.valueAsNumber || 300 })}
            data-testid="search-radius"
          />
        </label>
        <label>
          <span>Ordered from</span>
          <input type="datetime-local" value={search.from} onInput={(event) => set({ from: event.currentTarget.value })} data-testid="search-from" />
        </label>
        <label>
          <span>Ordered before</span>
          <input type="datetime-local" value={search.to} onInput={(event) => set({ to: event.currentTarget.value })} data-testid="search-to" />
        </label>
        <PlaceFields legend="Picked up near" name="search" place={search.place} onPlace={(place) => set({ place })} />
        <button type="button" aria-pressed={search.picking} onClick={() => set({ picking: !search.picking })} data-testid="search-pick">
          {search.picking ? 'Now click the map' : 'Choose on the map'}
        </button>
        <button class="primary wide" disabled={task.busy} data-testid="search-go">
          Search
        </button>
      </form>
      <Fault fault={task.fault} />
      {search.found && (
        <p class="muted" role="status">
          {search.found.length === 0 ? 'No such job.' : `${search.found.length}${search.next ? ' or more' : ''} found, the latest first.`}
        </p>
      )}
      <ul class="list" data-testid="search-results">
        {search.found?.map((job) => (
          <li key={job.job_id}>
            <button type="button" class="row-button" onClick={() => go('jobs', job.job_id)} data-testid="search-result" data-job-id={job.job_id}>
              <span class="grow">
                {dayAndClock(job.requested_at)} <small class="mono">{shortId(job.job_id)}</small>
              </span>
              <JobStateChip state={job.state} />
              <span>{money(job.fare_minor_units, job.currency)}</span>
            </button>
          </li>
        ))}
      </ul>
      {search.next && (
        <button type="button" disabled={task.busy} onClick={() => void load(search.next)} data-testid="search-more">
          More
        </button>
      )}
    </section>
  );
}

function instant(local: string): string | undefined {
  return local ? new Date(local).toISOString() : undefined;
}
