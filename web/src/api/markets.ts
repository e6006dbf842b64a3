import type { Api } from './client';
import type { Market, MarketMap } from './types';

/** The markets that have a map here. */
export async function marketsWithMap(api: Api): Promise<Market[]> {
  return (await api.get<Market[]>('/v1/markets')).filter((market) => market.bounds);
}

export function mapOf(api: Api, market: string): Promise<MarketMap> {
  return api.get<MarketMap>(`/v1/markets/${encodeURIComponent(market)}/map`);
}
