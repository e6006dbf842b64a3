import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Claim } from '../api/types';
import { benefit, dayAndClock } from '../api/words';
import { announce, Fault } from '../ui/widgets';
import { claim } from './journey';

/** What a link gave by which the customer came, or why it gave nothing. */
export function Claimed({ api, market, onClaimed }: { api: Api; market: string; onClaimed: () => void }) {
  const [got, setGot] = useState<Claim>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => {
    void claim(api, market).then(
      (answer) => {
        if (answer) {
          setGot(answer);
          setFault(undefined);
          onClaimed();
          announce(answer.voucher ? `${answer.voucher.name} is yours.` : 'Your first order earns you a voucher.');
        }
      },
      (why: unknown) => setFault(why),
    );
  }, [api, market]);
  const { voucher, referral } = got ?? {};
  return (
    <>
      <Fault fault={fault} onClose={() => setFault(undefined)} />
      {got && (
        <div class="notice row between" role="status" data-testid="claimed" data-kind={voucher ? 'voucher' : 'referral'} data-voucher-id={voucher?.voucher_id}>
          {voucher && (
            <span class="grow">
              <strong>{voucher.name}</strong> is yours: {benefit(voucher.benefit, voucher.currency)}, until {dayAndClock(voucher.expires_at)}. It applies by itself.
            </span>
          )}
          {referral && (
            <span class="grow">
              <strong>{referral.name}</strong>: {benefit(referral.benefit, referral.currency)}{referral.is_done ? ', which your first order has earned.' : ', when your first order is done.'}
            </span>
          )}
          <button type="button" class="small" onClick={() => setGot(undefined)} data-testid="claimed-close">
            Close
          </button>
        </div>
      )}
    </>
  );
}
