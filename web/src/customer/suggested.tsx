import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Point, Suggestion } from '../api/types';
import { dayAndClock } from '../api/words';
import { announce, Fault, useTask } from '../ui/widgets';
import { follow } from './journey';

/** What may be had where the customer is, for who wants to be told. The place is told once for each that is chosen; how often something is suggested is for the server to say. */
export function Suggested({ api, market, place, onFollow }: { api: Api; market: string; place: Point | undefined; onFollow: () => void }) {
  const [suggestion, setSuggestion] = useState<Suggestion>();
  const task = useTask();
  useEffect(() => {
    // What was suggested was of the place before.
    setSuggestion(undefined);
    if (!place) {
      return;
    }

    let current = true;
    const tell = async () => {
      // The place of who does not want it is not sent.
      if ((await api.get<{ suggestions: boolean }>('/v1/me/preferences')).suggestions && current) {
        const told = (await api.post<{ suggestion?: Suggestion }>('/v1/me/place', { market, longitude: place.longitude, latitude: place.latitude })).suggestion;
        if (told && current) {
          setSuggestion(told);
          announce(`${told.name} may be had here.`);
        }
      }
    };
    // Nobody has asked for it: what goes wrong is no matter of theirs.
    tell().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [api, market, place?.longitude, place?.latitude]);
  if (!suggestion) {
    return null;
  }

  return (
    <div class="notice stack tight" role="status" data-testid="suggestion" data-kind={suggestion.kind}>
      <p>
        <strong>{suggestion.name}</strong>: {suggestion.kind === 'voucher' ? 'your voucher is good here' : 'your next order may earn it'}, until {dayAndClock(suggestion.expires_at)}.
      </p>
      <div class="row">
        <button
          type="button"
          class="primary small"
          disabled={task.busy}
          onClick={() =>
            void task.run(async () => {
              await follow(api, market, suggestion.suggestion_id);
              setSuggestion(undefined);
              onFollow();
            })
          }
          data-testid="suggestion-follow"
        >
          Use it
        </button>
        <button type="button" class="small" onClick={() => setSuggestion(undefined)} data-testid="suggestion-close">
          Not now
        </button>
      </div>
      <Fault fault={task.fault} />
    </div>
  );
}
