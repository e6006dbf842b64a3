import type { Api } from '../api/client';
import { newKey } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Claim, Quote } from '../api/types';

const place = 'o2o.journey';

/** The journey of this tab, which its quotes go on with; nothing before the first. */
export function journey(): string | undefined {
  return sessionStorage.getItem(place) ?? undefined;
}

let arriving: Promise<void> = Promise.resolve();

/** A link may carry a journey, or a suggestion that is followed by coming here. It is taken out of the address, so that a reload is not another visit. Whoever asks meanwhile waits for the same. */
export function arrive(api: Api, market: string): Promise<void> {
  const query = new URLSearchParams(location.search);
  const [named, suggestion] = [query.get('journey'), query.get('suggestion')];
  if (named || suggestion) {
    drop('journey', 'suggestion');
    arriving = come(api, market, named, suggestion);
  }

  return arriving;
}

async function come(api: Api, market: string, named: string | null, suggestion: string | null): Promise<void> {
  const body = suggestion ? { market, source: 'campaign', suggestion_id: suggestion } : { market, source: 'link', journey_id: named, touch_id: newKey() };
  try {
    sessionStorage.setItem(place, (await api.post<{ journey_id: string }>('/v1/journeys', body)).journey_id);
  } catch (fault) {
    // A link that has gone stale is no reason not to ride.
    if (!(fault instanceof ApiProblem)) {
      throw fault;
    }
  }
}

/** Goes on with a suggestion that the customer follows on this page. */
export async function follow(api: Api, market: string, suggestion: string): Promise<void> {
  sessionStorage.setItem(place, (await api.post<{ journey_id: string }>('/v1/journeys', { market, source: 'campaign', suggestion_id: suggestion })).journey_id);
}

/**
 * A link may give a voucher. It goes on with the journey that the same address may carry. It stays in the address until the server has said what becomes of it: opened again it gives the same. Anything
 * else, as a session that has ended or a fault of the server, is for the next time.
 */
export async function claim(api: Api, market: string): Promise<Claim | undefined> {
  const token = new URLSearchParams(location.search).get('claim');
  if (!token) {
    return undefined;
  }

  await arrive(api, market).catch(() => undefined);
  try {
    const body = { token, market };
    const got = await api.post<Claim>('/v1/vouchers/claim', journey() ? { ...body, journey_id: journey() } : body).catch((fault: unknown) => {
      if (fault instanceof ApiProblem && fault.slug === 'journey_unknown') {
        return api.post<Claim>('/v1/vouchers/claim', body);
      }

      throw fault;
    });
    sessionStorage.setItem(place, got.journey_id);
    drop('claim');
    return got;
  } catch (fault) {
    if (fault instanceof ApiProblem && [404, 409, 422].includes(fault.status) && !fault.isPassing) {
      drop('claim');
    }

    throw fault;
  }
}

/** Takes names out of the address as it is now: others may have changed it meanwhile. */
function drop(...names: string[]): void {
  const query = new URLSearchParams(location.search);
  names.forEach((name) => query.delete(name));
  history.replaceState(null, '', location.pathname + (query.size > 0 ? `?${query}` : '') + location.hash);
}

/** Asks for a price, on the journey of this tab; it is kept for the next. One that the server does not know is dropped. */
export async function askPrice(api: Api, body: object): Promise<Quote> {
  let quote: Quote;
  try {
    quote = await api.post<Quote>('/v1/quotes', { ...body, ...(journey() && { journey_id: journey() }) });
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.slug !== 'journey_unknown') {
      throw fault;
    }

    quote = await api.post<Quote>('/v1/quotes', body);
  }

  sessionStorage.setItem(place, quote.journey_id);
  return quote;
}
