import { useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Page, Referral } from '../api/types';
import { benefit } from '../api/words';
import { announce, Fault, useTask } from '../ui/widgets';

/** The customer's own links, to be passed on. */
export function Referrals({ api, market }: { api: Api; market: string }) {
  const [links, setLinks] = useState<Referral[]>();
  const [copied, setCopied] = useState<string>();
  const task = useTask();
  const load = () => task.run(async () => setLinks((await api.get<Page<Referral>>('/v1/me/referrals', { market })).items));
  return (
    <details onToggle={(event) => event.currentTarget.open && void load()}>
      <summary data-testid="referrals">Bring somebody</summary>
      <div class="stack tight pad">
        <Fault fault={task.fault} />
        {links?.length === 0 && <p class="muted">There is nothing to be had for that now.</p>}
        {links?.map((one) => {
          const link = new URL(one.link.link, location.href).href;
          return (
            <div class="stack tight" key={one.campaign_id} data-testid="referral" data-referred={one.referred} data-rewarded={one.rewarded}>
              <p>
                For you: {benefit(one.benefit, one.currency)} for each whose first order is done. For them: {benefit(one.friend_benefit, one.friend_currency)}.
              </p>
              <div class="row">
                <label class="grow">
                  <span>Your link</span>
                  <input readOnly value={link} onFocus={(event) => event.currentTarget.select()} data-testid="referral-link" />
                </label>
                <button
                  type="button"
                  class="bottom"
                  onClick={() =>
                    void navigator.clipboard.writeText(link).then(() => {
                      setCopied(link);
                      announce('Your link is copied.');
                    })
                  }
                  data-testid="referral-copy"
                >
                  {copied === link ? 'Copied' : 'Copy'}
                </button>
              </div>
              <small>
                {one.referred} came by it, {one.rewarded} of at most {one.most} vouchers are yours.
              </small>
            </div>
          );
        })}
      </div>
    </details>
  );
}
