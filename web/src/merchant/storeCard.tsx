import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { MerchantStore, Product, ShelfLine } from '../api/types';
import { words } from '../api/words';
import { announce, Fault, useTask } from '../ui/widgets';

/** A store: its switch, and what it sells with how many there are; owners change both. */
export function StoreCard({ api, store, products, owner, onChange }: { api: Api; store: MerchantStore; products: Product[]; owner: boolean; onChange: () => Promise<void> }) {
  const [shelf, setShelf] = useState<ShelfLine[]>([]);
  const task = useTask();
  const path = `/v1/merchant/stores/${store.store_id}`;
  useEffect(() => void api.get<ShelfLine[]>(`${path}/shelf`).then(setShelf, () => undefined), [api, path]);
  const paused = store.store.paused === true;
  const put = (line: { product_id: string; channel: string; left?: number; sold?: boolean }) =>
    task.run(async () => {
      setShelf(await api.put<ShelfLine[]>(`${path}/shelf`, line));
      announce('Stock changed.');
    });
  return (
    <section class="card stack tight" aria-label={store.store.name} data-testid="store" data-store-id={store.store_id} data-open={store.open} data-paused={paused}>
      <div class="row between">
        <h2>{store.store.name}</h2>
        <span class="chip">{paused ? 'Paused' : store.open ? 'Open' : 'Closed'}</span>
      </div>
      {owner && (
        <button
          type="button"
          class="small"
          aria-pressed={paused}
          disabled={task.busy}
          onClick={() =>
            void task.run(async () => {
              await api.post(`${path}/pause`, { paused: !paused });
              await onChange();
            })
          }
          data-testid="store-pause"
        >
          {paused ? 'Take orders again' : 'Pause'}
        </button>
      )}
      <Fault fault={task.fault} />
      <table>
        <caption class="sr-only">Stock, a line for each product and way it is sold</caption>
        <tbody>
          {products.flatMap((product) =>
            store.store.channels.map((channel) => {
              const line = shelf.find((one) => one.product_id === product.product_id && one.channel === channel);
              const named = `${product.product.name}, ${words(channel).toLowerCase()}`;
              return (
                <tr key={product.product_id + channel} data-testid="stock" data-sold={line !== undefined} data-left={line?.left}>
                  <td>{named}</td>
                  <td>
                    <input
                      aria-label={`How many of ${named}`}
                      inputMode="numeric"
                      size={7}
                      placeholder={line ? 'no limit' : 'not sold'}
                      value={line?.left ?? ''}
                      disabled={task.busy || !owner}
                      onChange={(event) => {
                        const text = event.currentTarget.value.trim();
                        if (/^\d{0,7}$/.test(text)) {
                          void put({ product_id: product.product_id, channel, left: text === '' ? undefined : Number(text) });
                        } else {
                          event.currentTarget.value = line?.left === undefined ? '' : String(line.left);
                        }
                      }}
                      data-testid="stock-left"
                    />
                  </td>
                  {owner && (
                    <td>
                      <button type="button" class="small" disabled={task.busy} onClick={() => void put({ product_id: product.product_id, channel, sold: !line })} data-testid="stock-sold">
                        {line ? 'Do not sell' : 'Sell'}
                      </button>
                    </td>
                  )}
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </section>
  );
}
