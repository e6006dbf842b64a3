import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Economics, JobEconomics, PeriodEconomics } from '../api/types';
import { money, words } from '../api/words';

/** What a job came to; nothing while nothing was posted. */
export function EconomicsOf({ api, id, version }: { api: Api; id: string; version: number }) {
  const [got, setGot] = useState<JobEconomics>();
  useEffect(() => {
    let current = true;
    const ask = () =>
      void api.get<JobEconomics>(`/v1/ops/jobs/${id}/economics`).then(
        (said) => current && setGot(said),
        () => undefined,
      );
    ask();
    // Postings follow a capture without an event of the job.
    const timer = setInterval(ask, 5000);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [api, id, version]);
  const sums = got?.job_id === id ? got.economics : undefined;
  if (!sums || (sums.gross_minor_units === 0 && sums.captured_minor_units === 0)) {
    return null;
  }

  return (
    <section class="stack tight" aria-label="Economics" data-testid="economics">
      <h3>What it came to</h3>
      <table>
        <caption class="sr-only">By the ledger</caption>
        <tbody>
          {linesOf(sums).map(([name, amount]) => (
            <tr key={name} class={name === 'Platform margin' ? 'total' : ''} data-testid="economics-line" data-name={name}>
              <td>{name}</td>
              <td class="number">{money(amount, sums.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The last 24 hours by market and service class. */
export function EconomicsTable({ api }: { api: Api }) {
  const [period, setPeriod] = useState<PeriodEconomics>();
  useEffect(() => {
    const ask = () => void api.get<PeriodEconomics>('/v1/ops/economics').then(setPeriod, () => undefined);
    ask();
    const timer = setInterval(ask, 15000);
    return () => clearInterval(timer);
  }, [api]);
  if (!period?.items.length) {
    return null;
  }

  return (
    <section class="stack tight" aria-label="Economics of the last 24 hours" data-testid="economics-period">
      <h3>The last 24 hours</h3>
      <table>
        <caption class="sr-only">What the jobs of each market and service class came to</caption>
        <thead>
          <tr>
            <th>Class</th>
            <th class="number">Gross</th>
            <th class="number">Commission</th>
            <th class="number">Margin</th>
          </tr>
        </thead>
        <tbody>
          {period.items.map((item) => (
            <tr key={item.market + item.service_class + item.economics.currency} data-testid="economics-class">
              <td>
                {words(item.service_class)} <small>{item.market}</small>
              </td>
              <td class="number">{money(item.economics.gross_minor_units, item.economics.currency)}</td>
              <td class="number">{money(item.economics.commission_minor_units, item.economics.currency)}</td>
              <td class="number">{money(item.economics.platform_margin_minor_units, item.economics.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The lines that say something: what is nothing is left out, but for the price, the provider's part and the margin. */
function linesOf(sums: Economics): [string, number][] {
  const lines: [string, number, boolean?][] = [
    ['Gross', sums.gross_minor_units, true],
    ...sums.discounts.map((discount): [string, number] => [`Discount by ${discount.funder.split('/')[0]}`, -discount.amount_minor_units]),
    ['Tax', sums.tax_minor_units],
    ['Commission', sums.commission_minor_units],
    ['Gateway fee', sums.gateway_fees_minor_units],
    ['Merchant net', sums.merchant_net_minor_units],
    ['Tips', sums.tips_minor_units],
    ['Provider net', sums.provider_net_minor_units, true],
    ['Refunded', sums.refunded_minor_units],
    ['Disputed', sums.disputed_minor_units],
    ['Platform margin', sums.platform_margin_minor_units, true],
  ];
  return lines.filter(([, amount, always]) => always || amount !== 0).map(([name, amount]) => [name, amount]);
}
