import type { Job } from '../api/types';
import { words } from '../api/words';
import { Verified } from '../ui/verified';
import { doerOf } from './progress';

/** Who has the job: name, whether an operator has approved it, and how it is rated, if it is. */
export function WhoComes({ job, provider }: { job: Job; provider: NonNullable<Job['provider']> }) {
  return (
    <p class="row" data-testid="who-comes" data-verified={provider.verified}>
      <span>
        {words(doerOf(job))}: <strong data-testid="who-comes-name">{provider.name}</strong>
      </span>
      {provider.verified && <Verified />}
      {provider.rating_score !== undefined && (
        <small data-testid="who-comes-rating">
          {provider.rating_score.toFixed(1)} of 5 stars ({provider.rating_count === 1 ? 'one rating' : `${provider.rating_count} ratings`})
        </small>
      )}
    </p>
  );
}
