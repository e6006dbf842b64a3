import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import { mapOf, marketsWithMap } from '../api/markets';
import { ApiProblem } from '../api/problem';
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
  useEffect(() => retrying(async () => setMarkets(await marketsWithMap(api)), setFault), [api]);
  const market = markets.find((one) => one.market === name) ?? markets[0];
  useEffect(() => {
    setCity(undefined);
    return market && retrying(async () => setCity(await mapOf(api, market.market)), setFault);
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

/** Runs a task until it succeeds or fails for good; the returned function gives it up. */
function retrying(task: () => Promise<void>, onFault: (fault: unknown) => void): () => void {
  let given = false;
  const run = () =>
    void task().then(
      () => onFault(undefined),
      (fault: unknown) => {
        if (!given) {
          onFault(fault);
          if (fault instanceof ApiProblem && fault.isPassing) {
            setTimeout(() => !given && run(), 2000);
          }
        }
      },
    );
  run();
  return () => {
    given = true;
  };
}
