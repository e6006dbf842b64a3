import { afterEach, describe, expect, it, vi } from 'vitest';
import { factsOf } from '../ops/facts';
import { readRoute } from '../ops/route';
import { Api, queryText } from './client';
import { ApiProblem } from './problem';
import { distance, duration, minorUnits, money, shortId, words } from './words';

describe('money', () => {
  it('has as many digits as the currency', () => {
    expect(money(1250, 'USD')).toBe('$12.50');
    expect(money(-5, 'USD')).toBe('-$0.05');
    expect(money(1250, 'JPY')).toBe('¥1,250');
    expect(money(1250, 'KWD').replace(/\s/u, ' ')).toBe('KWD 1.250');
  });
});

describe('minorUnits', () => {
  it('reads an amount exactly, or not at all', () => {
    expect([minorUnits('12.5', 'USD'), minorUnits(' 0.29', 'USD'), minorUnits('1.005', 'KWD'), minorUnits('1250', 'JPY')]).toEqual([1250, 29, 1005, 1250]);
    for (const text of ['', '0', '0.00', '-1', '1,5', '1.005', '1e3', '12345678901', 'x']) {
      expect(minorUnits(text, 'USD')).toBeUndefined();
    }

    expect(minorUnits('1.5', 'JPY')).toBeUndefined();
  });
});

describe('words', () => {
  it('says amounts as people do', () => {
    expect([distance(84), distance(949), distance(1234), distance(12345)]).toEqual(['80 m', '950 m', '1.2 km', '12 km']);
    expect([duration(-1), duration(59), duration(60), duration(135), duration(1500), duration(7500)]).toEqual(['0 s', '59 s', '1 min', '2 min 15 s', '25 min', '2 h 5 min']);
    expect(words('payment_parked')).toBe('Payment parked');
    expect(shortId('0123456789abcdef0123456789abcdef')).toBe('89abcdef');
  });

  it('says facts of a timeline in a line', () => {
    expect(factsOf({ at: 'x', amount: '1250 USD', provider: '0123456789abcdef0123456789abcdef', wrong: 2, place: [-73.98, 40.75], fare: { kind: 'base' }, none: null })).toBe(
      'amount $12.50, provider 89abcdef, wrong 2, place -73.98000, 40.75000, fare (kind base)',
    );
    expect(factsOf({ intent: 'pi_1A_b', reason: 'customer_not_there' })).toBe('intent pi_1A_b, reason customer not there');
  });

  it('reads where the ops panel is from the address', () => {
    expect(readRoute('#/jobs/0123456789abcdef0123456789abcdef')).toEqual({ tab: 'jobs', id: '0123456789abcdef0123456789abcdef' });
    expect(readRoute('#/keys')).toEqual({ tab: 'keys' });
    expect(readRoute('#/nothing/<b>')).toEqual({ tab: 'feed' });
  });
});

describe('Api', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('leaves out what is not asked for', () => expect(queryText({ state: '', limit: 5, place: 'a b', none: undefined })).toBe('?limit=5&place=a%20b'));

  it('shows the detail of a problem with every fault', () => {
    const problem = ApiProblem.of(400, { slug: 'input_invalid', detail: 'Two faults.', errors: { stops: ['At least two.'], load: ['Too much.'] } });
    expect(problem.message).toBe('Two faults. stops: At least two. load: Too much.');
    expect(problem.isPassing).toBe(false);
    expect(ApiProblem.of(503, undefined, '3')).toMatchObject({ slug: 'http_503', retryAfterSeconds: 3, isPassing: true });
  });

  it('sends a command with the same key until it is answered', async () => {
    vi.useFakeTimers();
    const keys: (string | undefined)[] = [];
    const answers = [() => Promise.reject(new TypeError('fetch')), () => answer(503, {}), () => answer(409, { slug: 'in_flight' }), () => answer(201, { job_id: 'j' })];
    vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
      keys.push((init.headers as Record<string, string>)['Idempotency-Key']);
      return answers[keys.length - 1]!();
    });
    const sent = new Api().postUntilAnswered('/v1/jobs', {}, 'key');
    await vi.runAllTimersAsync();
    expect(await sent).toEqual({ job_id: 'j' });
    expect(keys).toEqual(['key', 'key', 'key', 'key']);
  });

  it('does not repeat what was refused', async () => {
    let sent = 0;
    vi.stubGlobal('fetch', () => {
      sent++;
      return answer(422, { slug: 'quote_expired', detail: 'The quote has expired.' });
    });
    await expect(new Api().postUntilAnswered('/v1/jobs', {}, 'key')).rejects.toThrow('The quote has expired.');
    expect(sent).toBe(1);
  });
});

function answer(status: number, body: unknown): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status }));
}
