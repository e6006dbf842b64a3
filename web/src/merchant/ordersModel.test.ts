import { expect, it, vi } from 'vitest';
import type { Job, Page } from '../api/types';
import type { LinkState, StreamHandler } from '../hubs/hub';
import { Box } from '../ui/box';
import { OrdersModel } from './ordersModel';

const job = (id: string, version: number, at = '2026-01-01T00:00:00Z') => ({ job_id: id, version, requested_at: at, state: 'scheduled', ended: false, sale: {} }) as unknown as Job;

function model(items: Job[]) {
  let handler: StreamHandler | undefined;
  const state = new Box<LinkState>('live');
  const get = vi.fn(() => Promise.resolve({ items } as Page<Job>));
  const orders = new OrdersModel({ get: get as never }, { state, follow: (_stream: string, one: StreamHandler) => ((handler = one), () => (handler = undefined)) });
  return { orders, get, state, handler: () => handler };
}

it('keeps the newest version of each order, the latest ordered first', () => {
  const { orders } = model([]);
  let told = 0;
  orders.jobs.listen(() => told++);
  orders.take([job('a', 3), job('b', 1, '2026-01-01T00:00:01Z')]);
  expect(told).toBe(1);
  orders.take([job('a', 2)]);
  expect(orders.jobs.value.map((one) => [one.job_id, one.version])).toEqual([
    ['b', 1],
    ['a', 3],
  ]);
});

it('goes on where a page is short and says where it stopped, and not without an end', async () => {
  const { orders, get } = model([]);
  const pages: Page<Job>[] = [{ items: [], next_cursor: 'one' }, { items: [job('a', 1)], next_cursor: 'two' }, { items: [job('b', 1)] }];
  get.mockImplementation(() => Promise.resolve(pages.shift() ?? { items: [], next_cursor: 'more' }));
  const leave = orders.follow('m');
  await vi.waitFor(() => expect(orders.jobs.value).toHaveLength(2));
  expect(get.mock.calls.map((call) => (call as unknown[])[1])).toEqual([undefined, 'one', 'two'].map((cursor) => ({ limit: 50, cursor })));
  leave();
  orders.follow('m')();
  await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(8));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(get).toHaveBeenCalledTimes(8);
});

it('asks for orders only while the connection is down', async () => {
  vi.useFakeTimers();
  const { orders, get, state, handler } = model([job('a', 1)]);
  const leave = orders.follow('m');
  expect(get).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(get).toHaveBeenCalledTimes(1);
  handler()!.event({ stream: 'merchant/m', epoch: 1, sequence: 1, at: '', type: 'job_changed', job: job('b', 1) });
  expect(orders.jobs.value).toHaveLength(2);
  state.set('reconnecting');
  await vi.advanceTimersByTimeAsync(6_100);
  expect(get).toHaveBeenCalledTimes(3);
  leave();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(get).toHaveBeenCalledTimes(3);
  expect(handler()).toBeUndefined();
  vi.useRealTimers();
});
