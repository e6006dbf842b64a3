import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { PayeeAccount } from '../api/types';
import { dayAndClock, money } from '../api/words';

const Shown = 6;
const Often = 15_000;

/** What is owed to a provider or a merchant, and what was paid out to its bank. Nothing where nothing is paid out here and nothing is owed. */
export function PayoutsCard({ api, path, round }: { api: Api; path: string; round?: number }) {
  const [account, setAccount] = useState<PayeeAccount>();
  useEffect(() => {
    const ask = () => void api.get<PayeeAccount>(`${path}?limit=6`).then(setAccount, () => undefined);
    ask();
    const timer = setInterval(ask, Often);
    return () => clearInterval(timer);
  }, [api, path, round]);
  if (!account || (!account.enabled && !account.balances.length)) {
    return null;
  }

  const cash = account.balances.filter((balance) => balance.cash_in_hand_minor_units > 0);
  const discounts = account.balances.filter((balance) => balance.discounts_owed_minor_units > 0);
  const missing = account.account?.missing ?? [];
  return (
    <section class="stack tight" aria-label="Payouts" data-testid="payouts">
      <div class="row between">
        <h2>To be paid out</h2>
        <span class={account.balances.length ? 'big' : 'muted'} data-testid="payouts-balance">
          {account.balances.length ? account.balances.map((balance) => money(balance.payable_minor_units, balance.currency)).join(', ') : 'nothing yet'}
        </span>
      </div>
      {cash.length > 0 && (
        <p class="muted">Taken at the door, netted with what you earn: {cash.map((balance) => money(balance.cash_in_hand_minor_units, balance.currency)).join(', ')}</p>
      )}
      {discounts.length > 0 && (
        <p class="muted">Discounts you fund, netted with what you earn: {discounts.map((balance) => money(balance.discounts_owed_minor_units, balance.currency)).join(', ')}</p>
      )}
      {missing.length > 0 && <p class="muted">The payment service asks you for: {missing.join(', ')}</p>}
      {account.next_payout_at && <p class="muted">Next payout: {dayAndClock(account.next_payout_at)}</p>}
      {account.payouts.items.length > 0 && (
        <table>
          <caption class="sr-only">The latest payouts</caption>
          <tbody>
            {account.payouts.items.slice(0, Shown).map((payout) => (
              <tr key={payout.id} data-testid="payout">
                <td>{dayAndClock(payout.created_at)}</td>
                <td>{payout.status.replace('_', ' ')}</td>
                <td class="number">{money(payout.amount_minor_units, payout.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
