import { expect, it, vi } from 'vitest';
import { Session } from './session';

const token = (claims: object) => `x.${btoa(JSON.stringify(claims))}.x`;

it('takes tokens of the roles that the page is for, and no other', async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value), removeItem: (key: string) => kept.delete(key) });
  const session = new Session('merchant', ['counter']);
  const clerk = token({ sub: '0000-1', role: 'counter', exp: 2e9 });
  session.useToken(clerk);
  expect(session.id).toBe('00001');
  expect(await new Session('merchant', ['counter']).bearer()).toBe(clerk);
  expect(() => session.useToken(token({ sub: '2', role: 'customer', exp: 2e9 }))).toThrow('this page needs merchant or counter');
  expect(() => new Session('customer').useToken(clerk)).toThrow('this page needs customer');
  vi.unstubAllGlobals();
});
