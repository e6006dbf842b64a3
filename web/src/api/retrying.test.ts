import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from './problem';
import { retrying } from './retrying';

afterEach(() => vi.useRealTimers());

describe('retrying', () => {
  it('asks again after what passes, and not after what does not', async () => {
    vi.useFakeTimers();
    const asks = [() => Promise.reject(ApiProblem.unreachable()), () => Promise.reject(ApiProblem.of(503, undefined, '7')), () => Promise.resolve('there')];
    const ask = vi.fn(() => asks.shift()!());
    const [answers, faults] = [vi.fn(), vi.fn()];
    retrying<string>(ask, answers, faults);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(ask).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(6_999);
    expect([ask.mock.calls.length, answers.mock.calls.length]).toEqual([2, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(answers.mock.calls).toEqual([['there']]);
    expect(faults).toHaveBeenLastCalledWith(undefined);

    const refused = vi.fn(() => Promise.reject(ApiProblem.of(404, undefined)));
    retrying(refused, answers, faults);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it('tells nothing once it is given up', async () => {
    vi.useFakeTimers();
    const ask = vi.fn(() => Promise.reject(ApiProblem.unreachable()));
    const [answers, faults] = [vi.fn(), vi.fn()];
    retrying(ask, answers, faults)();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([ask.mock.calls.length, answers.mock.calls.length, faults.mock.calls.length]).toEqual([1, 0, 0]);
  });
});
