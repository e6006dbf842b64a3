import { useEffect, useMemo, useState } from 'preact/hooks';
import { Api } from '../api/client';
import type { Session } from '../api/session';
import type { MerchantSelf, MerchantStore, Page, Product } from '../api/types';
import { words } from '../api/words';
import { Hub } from '../hubs/hub';
import { PayoutsCard } from '../ui/payouts';
import { ConnectionState, Fault, Top } from '../ui/widgets';
import { CounterTab } from './counterTab';
import { OrdersTab } from './ordersTab';
import { OrdersModel } from './ordersModel';
import { PlacementsCard } from './placements';
import { ProductsTab } from './productsTab';
import { StatisticsTab } from './statisticsTab';
import { StoreCard } from './storeCard';
import { WebhooksCard } from './webhooks';

const tabs = ['orders', 'counter', 'statistics', 'stores', 'products'] as const;

/** A merchant's orders, counter, figures, stores and products. Who serves at a counter sees those of its store and changes nothing. */
export function MerchantPage({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const api = useMemo(() => new Api(session), [session]);
  const hub = useMemo(() => new Hub('/hubs/merchant', session), [session]);
  const orders = useMemo(() => new OrdersModel(api, hub), [api, hub]);
  const [self, setSelf] = useState<MerchantSelf>();
  const [stores, setStores] = useState<MerchantStore[]>([]);
  const [products, setProducts] = useState<Product[]>([]);
  const [chosen, setTab] = useState<(typeof tabs)[number]>();
  const [fault, setFault] = useState<unknown>();
  const load = async () => {
    try {
      setSelf(await api.get<MerchantSelf>('/v1/merchant'));
      setStores((await api.get<Page<MerchantStore>>('/v1/merchant/stores', { limit: 200 })).items);
      setProducts((await api.get<Page<Product>>('/v1/merchant/products', { limit: 200 })).items);
      setFault(undefined);
    } catch (why) {
      setFault(why);
    }
  };
  useEffect(() => void load(), [api]);
  useEffect(() => {
    void hub.start();
    return () => void hub.stop();
  }, [hub]);
  const merchant = self?.merchant.merchant_id;
  const owner = self?.role === 'owner';
  const tab = chosen ?? (self && !owner ? 'counter' : 'orders');
  useEffect(() => (merchant ? orders.follow(merchant) : undefined), [orders, merchant]);
  return (
    <>
      <Top title={self?.merchant.name ?? 'Merchant'}>
        {self && <span class="chip">{words(self.merchant.standing)}</span>}
        {self && !owner && <span class="chip">Counter staff</span>}
        <span class="grow" />
        <ConnectionState state={hub.state} />
        <button type="button" class="link" onClick={onSignOut} data-testid="sign-out">
          Sign out
        </button>
      </Top>
      <main class={`centre stack ${tab === 'statistics' ? 'wide' : ''}`} data-testid="merchant" data-merchant-id={self?.merchant.merchant_id} data-standing={self?.merchant.standing} data-role={self?.role}>
        <Fault fault={fault} />
        <nav class="row" aria-label="Parts">
          {tabs.map((name) => (
            <button type="button" key={name} class="small" aria-pressed={tab === name} onClick={() => setTab(name)} data-testid={`tab-${name}`}>
              {words(name)}
            </button>
          ))}
        </nav>
        {self && tab === 'orders' && <OrdersTab api={api} orders={orders} stores={stores} owner={owner} />}
        {self && tab === 'counter' && stores.length > 0 && <CounterTab api={api} stores={stores} />}
        {self && tab === 'statistics' && <StatisticsTab api={api} hub={hub} stores={stores} />}
        {owner && tab === 'statistics' && stores[0] && <PlacementsCard api={api} market={stores[0].store.market} currency={self.merchant.currency} />}
        {owner && tab === 'stores' && <PayoutsCard api={api} path="/v1/merchant/payouts" />}
        {tab === 'stores' && stores.length === 0 && self && <p class="muted">No stores yet: they are made through the API.</p>}
        {self && tab === 'stores' && stores.map((store) => <StoreCard key={store.store_id} api={api} store={store} products={products} owner={owner} onChange={load} />)}
        {owner && tab === 'stores' && <WebhooksCard api={api} />}
        {self && tab === 'products' && <ProductsTab api={api} currency={self.merchant.currency} products={products} owner={owner} onChange={load} />}
      </main>
    </>
  );
}
