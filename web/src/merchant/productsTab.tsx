import { useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import type { Product } from '../api/types';
import { minorUnits, money } from '../api/words';
import { Fault, useTask } from '../ui/widgets';

/** What the merchant sells: names and prices, which owners change. Options are made through the API and stay as they are. */
export function ProductsTab({ api, currency, products, owner, onChange }: { api: Api; currency: string; products: Product[]; owner: boolean; onChange: () => Promise<void> }) {
  const [name, setName] = useState('');
  const [price, setPrice] = useState('');
  const task = useTask();
  const amount = minorUnits(price, currency);
  const change = (one: Product, text: string) => {
    const to = minorUnits(text, currency);
    return to === undefined
      ? undefined
      : task.run(async () => {
          await api.put<Product>(`/v1/merchant/products/${one.product_id}`, { ...one.product, price_minor_units: to });
          await onChange();
        });
  };
  return (
    <section class="stack" aria-label="Products">
      {owner && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            void task.run(async () => {
              await api.postUntilAnswered('/v1/merchant/products', { name: name.trim(), price_minor_units: amount }, newKey());
              setName('');
              setPrice('');
              await onChange();
            });
          }}
        >
          <label class="grow">
            <span>New product</span>
            <input value={name} maxLength={100} onInput={(event) => setName(event.currentTarget.value)} data-testid="product-name" />
          </label>
          <label>
            <span>Price, {currency}</span>
            <input value={price} size={8} inputMode="decimal" onInput={(event) => setPrice(event.currentTarget.value)} data-testid="product-price" />
          </label>
          <button class="primary" disabled={task.busy || !name.trim() || !amount} data-testid="product-make">
            Add
          </button>
        </form>
      )}
      <Fault fault={task.fault} />
      <ul class="list">
        {products.map((one) => (
          <li key={`${one.product_id} ${one.product.version}`} class="row between" data-testid="product" data-product-id={one.product_id}>
            <strong>{one.product.name}</strong>
            <span>{money(one.product.price_minor_units, one.currency)}</span>
            {owner && (
              <input aria-label={`New price of ${one.product.name}, ${currency}`} size={8} inputMode="decimal" placeholder="new price" disabled={task.busy} onChange={(event) => void change(one, event.currentTarget.value)} data-testid="product-new-price" />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
