import { useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { PassedBy } from '../api/types';
import { clock, duration, shortId } from '../api/words';
import { Fault } from '../ui/widgets';

const reasons: Record<PassedBy['reason'], string> = {
  other_was_sooner: 'another is there sooner',
  got_another: 'you would have been sooner, but got or kept another job',
  nobody_got_it: 'nobody got it in that round',
  not_among_the_best: 'others were nearer',
  would_miss_commitment: 'you would have been late for a job that you have promised',
  lacks_skill: 'it asks for a skill that you do not have here',
};

/** Why jobs passed by this provider; asked for when it is opened. */
export function PassedByList({ api }: { api: Api }) {
  const [passed, setPassed] = useState<PassedBy[]>();
  const [fault, setFault] = useState<unknown>();
  const ask = (open: boolean) =>
    open &&
    void api.get<PassedBy[]>('/v1/provider/passed-by').then(
      (got) => (setPassed(got), setFault(undefined)),
      (thrown: unknown) => setFault(thrown),
    );

  return (
    <details onToggle={(event) => ask(event.currentTarget.open)} data-testid="passed-by">
      <summary>Jobs that passed you by</summary>
      <Fault fault={fault} />
      {passed?.length === 0 && <p>None that is remembered.</p>}
      <ul>
        {passed?.map((one) => (
          <li key={one.job_id}>
            <small>{clock(one.at)}</small> <span class="mono">{shortId(one.job_id)}</span>: {reasons[one.reason]}
            {one.pick_up_seconds !== undefined && ` (you ${duration(one.pick_up_seconds)}${one.chosen_pick_up_seconds !== undefined ? `, the other ${duration(one.chosen_pick_up_seconds)}` : ''})`}
          </li>
        ))}
      </ul>
    </details>
  );
}
