import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Chain, Job } from '../api/types';
import { money } from '../api/words';
import { JobStateChip } from '../ui/stateChip';
import { Fault } from '../ui/widgets';

/** The legs of the chain that a job is one of; asked for again whenever the job changes. */
export function ChainLegs({ api, job, onOpen }: { api: Api; job: Job; onOpen: (job: Job) => void }) {
  const [chain, setChain] = useState<Chain>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    let current = true;
    api.get<Chain>(`/v1/chains/${job.chain_id}`).then(
      (got) => {
        if (current) {
          setChain(got);
          setFault(undefined);
        }
      },
      (why: unknown) => current && setFault(why),
    );
    return () => {
      current = false;
    };
  }, [api, job.chain_id, job.job_id, job.version]);
  return (
    <div class="stack tight">
      <Fault fault={fault} />
      <ol class="list" data-testid="chain" aria-label="What was ordered together">
        {chain?.legs.map((leg) => (
          <li key={leg.number}>
            <button
              type="button"
              class="row-button between"
              disabled={!leg.job || leg.job.job_id === job.job_id}
              onClick={() => leg.job && onOpen(leg.job)}
              data-testid="chain-leg"
              data-state={leg.state}
              data-waits={leg.waits}
            >
              <span class="grow">
                {leg.number}. {leg.job?.service_class}
                {leg.waits && leg.follows !== undefined && `, after ${leg.follows}`}
              </span>
              <JobStateChip state={leg.state} />
              {leg.job && <span>{money(leg.ended ? leg.job.captured_minor_units : leg.job.fare_minor_units, leg.job.currency)}</span>}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
