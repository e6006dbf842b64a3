import { beforeEach, expect, it, vi } from 'vitest';
import type { Api } from '../api/client';
import { ApiProblem } from '../api/problem';
import { arrive, claim, journey } from './journey';

const kept = new Map<string, string>();
const address = { pathname: '/customer', search: '', hash: '' };

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('location', address);
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
  vi.stubGlobal('history', { replaceState: (_: unknown, __: string, to: string) => void (address.search = new URL(to, 'http://x').search) });
});

function answering(post: (path: string, body: Record<string, unknown>) => Promise<unknown>) {
  return { post } as unknown as Api;
}

it('keeps a link in the address until the server has said what becomes of it', async () => {
  const problems: [number, string, boolean][] = [
    [401, 'unauthenticated', true],
    [500, 'fault', true],
    [503, 'unavailable', true],
    [429, 'voucher_tries_spent', true],
    [409, 'in_flight', true],
    [404, 'voucher_link_unknown', false],
    [409, 'voucher_not_yours', false],
    [422, 'input_invalid', false],
  ];
  for (const [status, slug, stays] of problems) {
    address.search = '?claim=abc&x=1';
    await expect(claim(answering(() => Promise.reject(new ApiProblem(status, slug, ''))), 'grid')).rejects.toThrow(ApiProblem);
    expect([slug, address.search]).toEqual([slug, stays ? '?claim=abc&x=1' : '?x=1']);
  }

  address.search = '?claim=abc&x=1';
  await claim(answering(() => Promise.resolve({ journey_id: 'j' })), 'grid');
  expect([address.search, journey()]).toEqual(['?x=1', 'j']);
});

it('claims on the journey of the same address, whichever begins first', async () => {
  for (const first of ['claim', 'arrive']) {
    kept.clear();
    address.search = '?claim=abc&journey=given&x=1';
    const claimed: unknown[] = [];
    let begin = () => {};
    const begun = new Promise<void>((done) => (begin = done));
    const api = answering(async (path, body) => {
      if (path === '/v1/journeys') {
        await begun;
        return { journey_id: body.journey_id };
      }

      claimed.push(body.journey_id);
      return { journey_id: body.journey_id };
    });
    const both = first === 'claim' ? [claim(api, 'grid'), arrive(api, 'grid')] : [arrive(api, 'grid'), claim(api, 'grid')];
    begin();
    await Promise.all(both);
    expect([claimed, address.search, journey()]).toEqual([['given'], '?x=1', 'given']);
  }
});
