import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Matches, MatchRound } from '../api/types';
import { clock, duration, shortId, words } from '../api/words';
import { Fault } from '../ui/widgets';
import { go } from './route';

/** Why a job was matched as it was: each round's candidates, and what the decision cost. Asked for when it is opened. */
export function MatchesOf(props: { api: Api; id: string; version: number }) {
  const { api, id, version } = props;
  const [open, setOpen] = useState(false);
  const [matches, setMatches] = useState<Matches>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    if (!open) {
      return;
    }

    let current = true;
    api.get<Matches>(`/v1/ops/jobs/${id}/matches`).then(
      (got) => current && (setMatches(got), setFault(undefined)),
      (thrown: unknown) => current && setFault(thrown),
    );
    return () => {
      current = false;
    };
  }, [api, id, version, open]);

  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="matches">
      <summary>Why these providers</summary>
      <Fault fault={fault} />
      {matches?.rounds.length === 0 && <p>No decision about this job is remembered: none was made, or it is too long ago.</p>}
      {matches?.rounds.map((round, i) => (
        <Round round={round} key={`${round.at}-${i}`} />
      ))}
    </details>
  );
}

function Round({ round }: { round: MatchRound }) {
  const { filtered } = round;
  const out = (['too_late', 'too_far', 'excluded', 'lacking', 'off_road', 'lacks_skill', 'would_miss_commitment'] as const).filter((why) => filtered[why] > 0).map((why) => `${filtered[why]} ${words(why).toLowerCase()}`);
  return (
    <section class="stack" data-testid="match-round" data-chosen={round.chosen_provider_id}>
      <div class="row between">
        <strong>
          {round.chosen_provider_id ? `${round.held_by_provider_id ? 'Given on' : 'Offered'} to ${shortId(round.chosen_provider_id)}` : `Nobody: ${words(round.unmatched_reason ?? '').toLowerCase()}`}
        </strong>
        <small>
          {clock(round.at)}, {round.policy}
        </small>
      </div>
      <p class="facts-line">
        {[
          round.regret_seconds !== undefined && (round.regret_seconds > 0 ? `${duration(round.regret_seconds)} more than its nearest, for the good of all` : 'the best for this job'),
          round.runner_up_provider_id && `runner-up ${shortId(round.runner_up_provider_id)}`,
          out.length > 0 && `not in question: ${out.join(', ')}`,
        ]
          .filter(Boolean)
          .join('; ')}
      </p>
      {round.candidates.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Free in</th>
              <th scope="col">Drive</th>
              <th scope="col">Swap</th>
              <th scope="col">Got instead</th>
            </tr>
          </thead>
          <tbody>
            {round.candidates.map((one) => (
              <tr key={one.provider_id} aria-current={one.provider_id === round.chosen_provider_id ? 'true' : undefined}>
                <td>
                  <button type="button" class="link mono" onClick={() => go('providers', one.provider_id)}>
                    {shortId(one.provider_id)}
                  </button>
                  {one.provider_id === round.chosen_provider_id && ' (chosen)'}
                </td>
                <td>{one.free_in_seconds ? duration(one.free_in_seconds) : 'now'}</td>
                <td>{duration(one.drive_seconds)}</td>
                <td>{one.swap_penalty_seconds ? duration(one.swap_penalty_seconds) : ''}</td>
                <td class="mono">{one.got_job_id && shortId(one.got_job_id)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
