import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { Job, Point, Quote } from '../api/types';
import { money } from '../api/words';
import { announce, Confirm, Fault, PlaceFields, useTask } from '../ui/widgets';
import { keepLine } from './order';

/** Another destination for a ride that is under way or to come: chosen on the map or typed, priced, and taken. */
export function GoElsewhere(props: {
  api: Api;
  job: Job;
  /** What was last clicked on the map while a place is chosen. */
  chosen: Point | undefined;
  choosing: boolean;
  onChoosing: (choosing: boolean, place?: Point) => void;
  onJob: (job: Job) => void;
}) {
  const { api, job, chosen, choosing } = props;
  const [quote, setQuote] = useState<Quote>();
  const [key, setKey] = useState(newKey);
  const pricing = useTask();
  const path = `/v1/jobs/${job.job_id}/destination`;
  useEffect(() => {
    setQuote(undefined);
    if (choosing && chosen) {
      void pricing.run(async () => {
        setQuote(await api.post<Quote>(`${path}/quote`, { destination: chosen }));
        setKey(newKey());
      });
    }
  }, [choosing, chosen?.longitude, chosen?.latitude]);
  if (!choosing) {
    return (
      <button type="button" onClick={() => props.onChoosing(true)} data-testid="elsewhere">
        Go elsewhere
      </button>
    );
  }

  return (
    <section class="stack tight card" aria-label="Another destination" data-testid="elsewhere-choice">
      <p>Click on the map where you want to go instead, or type the place.</p>
      <PlaceFields legend="Destination" name="elsewhere" place={chosen} onPlace={(place) => props.onChoosing(true, place)} />
      <Fault fault={pricing.fault} />
      <button type="button" onClick={() => props.onChoosing(false)} data-testid="elsewhere-no">
        Stay with {job.state === 'in_progress' ? 'where we are going' : 'the destination'}
      </button>
      {quote && (
        <Confirm
          title="Go there instead?"
          act={`Go there for ${money(quote.total_minor_units, quote.currency)}`}
          onClose={() => setQuote(undefined)}
          onAct={async () => {
            const changed = await api.postUntilAnswered<Job>(path, { quote: quote.quote }, key);
            keepLine(job.job_id, quote.line);
            props.onJob(changed);
            props.onChoosing(false);
            announce('The destination is changed');
          }}
        >
          <p data-testid="elsewhere-price">
            The whole ride then costs {money(quote.total_minor_units, quote.currency)} instead of {money(job.fare_minor_units, job.currency)}.
          </p>
        </Confirm>
      )}
    </section>
  );
}
