import { useEffect, useState } from 'preact/hooks';
import type { Ledger, Money } from '../api/types';
import { dayAndClock, money, words } from '../api/words';
import { Fault } from '../ui/widgets';
import { EconomicsTable } from './economics';
import type { OpsModel } from './opsModel';

export function BooksTab({ model }: { model: OpsModel }) {
  const [ledger, setLedger] = useState<Ledger>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    const load = () =>
      void model.api.get<Ledger>('/v1/ops/ledger').then(
        (got) => {
          setLedger(got);
          setFault(undefined);
        },
        (thrown: unknown) => setFault(thrown),
      );
    load();
    const timer = setInterval(load, 5000);
    return () => clearInterval(timer);
  }, [model]);
  return (
    <section class="stack" aria-label="The books">
      <Fault fault={fault} />
      {ledger && (
        <>
          {ledger.money.map((sums) => (
            <MoneyTiles key={sums.currency} money={sums} imbalance={ledger.imbalance_minor_units} />
          ))}
          <table data-testid="ledger">
            <caption class="sr-only">Accounts</caption>
            <thead>
              <tr>
                <th>Account</th>
                <th class="number">Debit</th>
                <th class="number">Credit</th>
              </tr>
            </thead>
            <tbody>
              {ledger.accounts.map((account) => (
                <tr key={account.account + account.currency}>
                  <td>{words(account.account)}</td>
                  <Side amount={account.debit_minor_units} pending={account.pending_debit_minor_units} currency={account.currency} />
                  <Side amount={account.credit_minor_units} pending={account.pending_credit_minor_units} currency={account.currency} />
                </tr>
              ))}
            </tbody>
          </table>
          {ledger.checked_at ? (
            <p class={ledger.imbalance_minor_units ? 'fault' : 'notice ok'} data-testid="ledger-check">
              {ledger.imbalance_minor_units
                ? `${ledger.imbalance_minor_units} minor units do not agree. ${ledger.first_fault ?? ''}`
                : `The books balance, and agree with the jobs. Checked ${dayAndClock(ledger.checked_at)}.`}
            </p>
          ) : (
            <p class="muted">Not checked against the jobs yet.</p>
          )}
          <EconomicsTable api={model.api} />
        </>
      )}
    </section>
  );
}

/** One side of an account, and below it what is held and not yet moved. */
function Side({ amount, pending, currency }: { amount: number; pending: number; currency: string }) {
  return (
    <td class="number">
      {money(amount, currency)}
      {pending !== 0 && (
        <>
          <br />
          <small>{money(pending, currency)} pending</small>
        </>
      )}
    </td>
  );
}

/** The money at a glance: each figure is read from the accounts below it. */
function MoneyTiles(props: { money: Money; imbalance: number | undefined }) {
  const { currency } = props.money;
  const tiles: [string, string, number | undefined, boolean?][] = [
    ['captured', 'Captured', props.money.captured_minor_units],
    ['refunded', 'Refunded', props.money.refunded_minor_units],
    ['payable', 'Owed to providers', props.money.provider_payable_minor_units],
    ['revenue', 'Platform revenue', props.money.platform_revenue_minor_units],
    ['fees', 'Gateway fees', props.money.gateway_fees_minor_units],
    ['imbalance', 'Imbalance', props.imbalance, !!props.imbalance],
  ];
  return (
    <div class="money-tiles" aria-label={`Money in ${currency}`}>
      {tiles.map(([id, name, amount, isBad]) => (
        <div class={`tile ${isBad ? 'bad' : ''}`} key={id} data-testid={`money-${id}`}>
          <h3>{name}</h3>
          <span class="value">{amount === undefined ? '–' : money(amount, currency)}</span>
        </div>
      ))}
    </div>
  );
}
