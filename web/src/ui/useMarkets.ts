import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import { mapOf, marketsWithMap } from '../api/markets';
import { retrying } from '../api/retrying';
import type { Market, MarketMap } from '../api/types';

/** The markets, the chosen one and its map. Asks again while the server is not there. */
export function useMarkets(api: Api): {
  markets: Market[];
  market: Market | undefined;
  city: MarketMap | undefined;
  fault: unknown;
  choose: (name: string) => void;
  replace: (market: Market) => void;
} {
  const [markets, setMarkets] = useState<Market[]>([]);
  const [name, setName] = useState<string>();
  const [city, setCity] = useState<MarketMap>();
  const [fault, setFault] = useState<unknown>();
  useEffect(() => retrying(() => marketsWithMap(api), setMarkets, setFault), [api]);
  const market = markets.find((one) => one.market === name) ?? markets[0];
  useEffect(() => {
    setCity(undefined);
    return market && retrying(() => mapOf(api, market.market), setCity, setFault);
  }, [api, market?.market]);
  return {
    markets,
    market,
    city,
    fault,
    choose: setName,
    replace: (changed) => setMarkets((all) => all.map((one) => (one.market === changed.market ? changed : one))),
  };
}
