import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Api } from '../api/client';
import type { Session } from '../api/session';
import type { Job, Market, OrleansDashboard, Pair } from '../api/types';
import { words } from '../api/words';
import type { CityMap } from '../map/cityMap';
import { useBox } from '../ui/box';
import { CityMapView } from '../ui/cityMapView';
import { useMarkets } from '../ui/useMarkets';
import { ConnectionState, Confirm, Fault, Top } from '../ui/widgets';
import { AlertsTab } from './alertsTab';
import { BooksTab } from './booksTab';
import { CampaignsTab } from './campaignsTab';
import { Feed } from './feed';
import { JobDetail } from './jobDetail';
import { JobsTab } from './jobsTab';
import { KeysTab } from './keysTab';
import { Legend } from './legend';
import { LoopTab } from './loopTab';
import { MessagesTab } from './messagesTab';
import { OpsModel } from './opsModel';
import { PricesTab } from './pricesTab';
import { ProviderDetail } from './providerDetail';
import { ProvidersTab } from './providersTab';
import { go, tabs, useRoute, type Tab } from './route';
import { newSearch } from './search';
import { Tiles } from './tiles';
import { WalletsTab } from './walletsTab';
import { WebhooksTab } from './webhooksTab';

const tabNames: Record<Tab, string> = { feed: 'Feed', jobs: 'Jobs', providers: 'Providers', alerts: 'Alerts', messages: 'Messages', books: 'Books', prices: 'Prices', campaigns: 'Campaigns', loop: 'Loop', wallets: 'Wallets', keys: 'Keys', webhooks: 'Webhooks' };

export function OpsPage({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const api = useMemo(() => new Api(session), [session]);
  const { markets, market, city, fault, choose, replace } = useMarkets(api);
  const [model, setModel] = useState<OpsModel>();
  const [orleans, setOrleans] = useState(false);
  const [orleansFault, setOrleansFault] = useState<unknown>();
  useEffect(() => void api.get<OrleansDashboard>('/v1/ops/orleans').then(({ url }) => setOrleans(!!url), () => undefined), [api]);
  const name = market?.market;
  useEffect(() => {
    if (!name) {
      return;
    }

    const made = new OpsModel(name, session);
    setModel(made);
    made.start();
    return () => made.stop();
  }, [name, session]);
  return (
    <>
      <Top title="Ops">
        {markets.length > 1 && (
          <select value={name} onChange={(event) => choose(event.currentTarget.value)} aria-label="Market" data-testid="market">
            {markets.map((one) => (
              <option key={one.market} value={one.market}>
                {words(one.market)}
              </option>
            ))}
          </select>
        )}
        {market && markets.length === 1 && <span class="muted market-name">{words(market.market)}</span>}
        {market && <PauseButton api={api} market={market} onMarket={replace} />}
        <span class="grow" />
        {model && <ConnectionState state={model.hub.state} />}
        {orleans && (
          <button type="button" class="link" onClick={() => openOrleans(api).catch(setOrleansFault)} data-testid="orleans">
            Orleans
          </button>
        )}
        <button type="button" class="link" onClick={() => closeOrleans(api).finally(onSignOut)} data-testid="sign-out">
          Sign out
        </button>
      </Top>
      <Fault fault={fault ?? orleansFault} />
      {model && market && model.market === name && <Board key={name} model={model} market={market} city={city} />}
    </>
  );
}

/** Orleans' dashboard, which an operator's token opens in this browser. */
async function openOrleans(api: Api): Promise<void> {
  const { url } = await api.post<OrleansDashboard>('/v1/ops/orleans');
  if (url) {
    location.assign(url);
  }
}

/** Closes it, if it was open. Who leaves does not wait long for it. */
function closeOrleans(api: Api): Promise<unknown> {
  return Promise.race([api.delete('/v1/ops/orleans').catch(() => undefined), new Promise((over) => setTimeout(over, 2000))]);
}

function Board({ model, market, city }: { model: OpsModel; market: Market; city: Parameters<typeof CityMapView>[0]['city'] }) {
  const route = useRoute();
  const [map, setMap] = useState<CityMap>();
  const [search, setSearch] = useState(newSearch);
  const [job, setJob] = useState<Job>();
  const alerts = useBox(model.alerts);
  const counts = useBox(model.counts);

  useEffect(() => model.attach(map), [model, map]);

  // Clicks choose the place to search around, or open what is under them.
  const clicked = useRef<(place: Pair, reach: number) => void>(() => undefined);
  clicked.current = (place, reach) => {
    if (search.picking) {
      setSearch({ ...search, place: { longitude: place[0], latitude: place[1] }, picking: false });
      return;
    }

    const { job: id, provider } = model.at(place[0], place[1], reach);
    if (id) {
      go('jobs', id);
    } else if (provider) {
      go('providers', provider);
    }
  };
  useEffect(() => map?.onClick((place, reach) => clicked.current(place, reach)), [map]);
  map?.cursor(search.picking);

  const near = route.tab === 'jobs' && !route.id ? search.place : undefined;
  useEffect(() => {
    map?.mark('search', 'place', near && [near.longitude, near.latitude], 'Search around here');
    map?.circle(near && [near.longitude, near.latitude], search.radius);
  }, [map, near?.longitude, near?.latitude, search.radius]);

  const [from, to] = [job?.stops[0], job?.stops.at(-1)];
  useEffect(() => {
    map?.mark('pickup', 'pickup', from && [from.longitude, from.latitude], 'Pick-up');
    map?.mark('dropoff', 'dropoff', to && [to.longitude, to.latitude], 'Drop-off');
    if (map && from) {
      map.reveal([from.longitude, from.latitude]);
    }
  }, [map, job?.job_id]);

  // A ring around the vehicle that is looked at.
  const followed = route.tab === 'providers' ? route.id : job && !job.ended ? job.provider_id : undefined;
  useEffect(() => {
    const place = followed ? model.placeOf(followed) : undefined;
    map?.mark('followed', 'place', place, 'The vehicle that is looked at');
  }, [map, followed, counts.frames]);

  const bar = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step) {
      const next = (tabs.indexOf(route.tab) + step + tabs.length) % tabs.length;
      go(tabs[next]!);
      (bar.current?.children[next] as HTMLElement | undefined)?.focus();
    }
  };
  return (
    <div class="ops" data-testid="ops">
      <Tiles model={model} />
      <CityMapView city={city} label="Live map of the market: roads, service area, vehicles and waiting customers" onMap={setMap}>
        <Legend model={model} />
      </CityMapView>
      <main class="panel">
        <div class="tabs" role="tablist" aria-label="Views" onKeyDown={keys} ref={bar}>
          {tabs.map((tab) => (
            <button
              type="button"
              role="tab"
              key={tab}
              id={`tab-${tab}`}
              aria-selected={route.tab === tab}
              aria-controls="panel"
              tabIndex={route.tab === tab ? 0 : -1}
              onClick={() => go(tab)}
              data-testid={`tab-${tab}`}
            >
              {tabNames[tab]}
              {tab === 'alerts' && alerts.length > 0 && <span class="count">{alerts.length}</span>}
            </button>
          ))}
        </div>
        <div class="body" role="tabpanel" id="panel" aria-labelledby={`tab-${route.tab}`}>
          {route.tab === 'feed' && <Feed model={model} />}
          {route.tab === 'jobs' &&
            (route.id ? <JobDetail key={route.id} model={model} id={route.id} onJob={setJob} /> : <JobsTab model={model} search={search} onSearch={setSearch} />)}
          {route.tab === 'providers' &&
            (route.id ? (
              <ProviderDetail
                key={route.id}
                model={model}
                id={route.id}
                onShow={(last) => map?.fit([model.placeOf(route.id!) ?? [last.longitude, last.latitude]])}
              />
            ) : (
              <ProvidersTab model={model} />
            ))}
          {route.tab === 'alerts' && <AlertsTab model={model} />}
          {route.tab === 'messages' && <MessagesTab model={model} />}
          {route.tab === 'books' && <BooksTab model={model} />}
          {route.tab === 'prices' && <PricesTab model={model} />}
          {route.tab === 'campaigns' && <CampaignsTab model={model} />}
          {route.tab === 'loop' && <LoopTab model={model} />}
          {route.tab === 'wallets' && <WalletsTab model={model} market={market} id={route.id} />}
          {route.tab === 'keys' && <KeysTab model={model} />}
          {route.tab === 'webhooks' && <WebhooksTab model={model} />}
        </div>
      </main>
    </div>
  );
}

function PauseButton({ api, market, onMarket }: { api: Api; market: Market; onMarket: (market: Market) => void }) {
  const [asking, setAsking] = useState(false);
  const act = market.paused ? 'resume' : 'pause';
  return (
    <>
      {market.paused && <span class="chip bad">Takes no orders</span>}
      <button type="button" class="small" onClick={() => setAsking(true)} data-testid="market-pause">
        {market.paused ? 'Take orders again' : 'Pause orders'}
      </button>
      {asking && (
        <Confirm
          title={market.paused ? `Let ${words(market.market)} take orders again?` : `Let ${words(market.market)} take no orders for now?`}
          act={market.paused ? 'Resume' : 'Pause'}
          danger={!market.paused}
          onClose={() => setAsking(false)}
          onAct={async () => onMarket(await api.post<Market>(`/v1/ops/markets/${encodeURIComponent(market.market)}/${act}`))}
        >
          {!market.paused && <p>Jobs that are open go on. New orders are refused and customers are told why.</p>}
        </Confirm>
      )}
    </>
  );
}
