import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Page, Voucher } from '../api/types';
import { benefit, dayAndClock, money, words } from '../api/words';
import { QrCode } from '../ui/qrCode';
import { announce, Fault, useTask } from '../ui/widgets';

/** The customer's vouchers, and a field for a code. What can be used is used by the price itself. */
export function Vouchers({ api, claims, onChange }: { api: Api; claims: number; onChange: () => void }) {
  const [vouchers, setVouchers] = useState<Voucher[]>([]);
  const [code, setCode] = useState('');
  const task = useTask();
  const load = () => api.get<Page<Voucher>>('/v1/me/vouchers', { limit: 50 }).then((page) => setVouchers(page.items), () => undefined);
  useEffect(() => void load(), [api, claims]);
  const usable = vouchers.filter(isUsable).length;
  return (
    <details onToggle={(event) => event.currentTarget.open && void load()}>
      <summary data-testid="vouchers" data-usable={usable}>
        Vouchers: {usable === 0 ? 'none' : usable}
      </summary>
      <div class="stack tight pad">
        <ul class="list">
          {vouchers.map((one) => (
            <li key={one.voucher_id} data-testid="voucher" data-state={one.state}>
              <strong>{one.name}</strong>: {benefit(one.benefit, one.currency)}{' '}
              {one.state === 'redeemed' ? <span class="chip">Used {money(one.used_minor_units ?? 0, one.currency)}</span> : <span class="chip">{words(one.state)}</span>}
              <br />
              <small>
                <span class="mono">{one.code}</span>, until {dayAndClock(one.expires_at)}
              </small>
              {isUsable(one) && <VoucherQr voucher={one} />}
            </li>
          ))}
        </ul>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            void task.run(async () => {
              const got = await api.post<Voucher>('/v1/me/vouchers', { code: code.trim() });
              announce(`${got.name} is yours.`);
              setCode('');
              await load();
              onChange();
            });
          }}
        >
          <label class="grow">
            <span>A code</span>
            <input class="mono" value={code} onInput={(event) => setCode(event.currentTarget.value)} autocomplete="off" data-testid="voucher-code" />
          </label>
          <button disabled={task.busy || !code.trim()} data-testid="voucher-enter">
            Enter
          </button>
        </form>
        <Fault fault={task.fault} />
      </div>
    </details>
  );
}

function isUsable(one: Voucher): boolean {
  return one.state === 'issued' || one.state === 'held';
}

/** The code to be scanned, drawn when somebody asks for it: a person may have many. */
function VoucherQr({ voucher }: { voucher: Voucher }) {
  const [shown, setShown] = useState(false);
  return (
    <details onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary data-testid="voucher-qr">As a QR code</summary>
      {shown && <QrCode text={voucher.code} label={`The code of ${voucher.name}, to be scanned`} />}
    </details>
  );
}
