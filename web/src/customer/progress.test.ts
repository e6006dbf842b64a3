import { expect, it } from 'vitest';
import type { Job } from '../api/types';
import { headline, stepOf, steps } from './progress';

const job = (one: Partial<Job>) => ({ payment: 'authorized', ended: false, attempt: 1, ...one }) as Job;
const sale = (one: object) => ({ merchant: 'm', store: 's', items: [], ...one }) as Job['sale'];

it('tells a delivery step by step', () => {
  const told = [
    job({ kind: 'delivery', state: 'scheduled', sale: sale({ answer_by: 't' }) }),
    job({ kind: 'delivery', state: 'scheduled', sale: sale({ ready_at: 't' }) }),
    job({ kind: 'delivery', state: 'en_route_to_pickup', sale: sale({ ready_at: 't' }) }),
    job({ kind: 'delivery', state: 'in_progress', sale: sale({ ready_at: 't' }) }),
    job({ kind: 'delivery', state: 'completed', ended: true, sale: sale({ ready_at: 't' }) }),
  ];
  expect(told.map(stepOf)).toEqual([1, 2, 3, 4, 5]);
  expect(told.map(headline)).toEqual(['The store is asked', 'The store prepares it', 'A courier goes to the store', 'The courier is on the way to you', 'Handed over']);
  expect(stepOf(job({ kind: 'delivery', state: 'no_show', ended: true, sale: sale({}) }))).toBe(0);
  expect(headline(job({ kind: 'delivery', state: 'in_progress', sale: sale({ returning: 'customer_absent' }) }))).toBe('It goes back to the store');
});

it('tells what is had at a counter, and a ride, in their own words', () => {
  const had = job({ kind: 'redemption', state: 'in_progress', sale: sale({}) });
  expect([stepOf(had), steps(had).length, headline(had)]).toEqual([2, 3, 'Some of it is left at the counter']);
  expect(headline(job({ kind: 'redemption', state: 'scheduled', payment: 'authorizing' }))).toBe('Your card is being checked');
  expect([stepOf(job({ state: 'scheduled' })), headline(job({ state: 'matching', attempt: 2 })), headline(job({ state: 'canceled_by_customer', ended: true }))]).toEqual([
    1,
    'Looking for another vehicle',
    'You canceled this ride',
  ]);
});
