import { useEffect, useState } from 'preact/hooks';

export const tabs = ['feed', 'jobs', 'providers', 'alerts', 'messages', 'books', 'prices', 'campaigns', 'loop', 'wallets', 'keys', 'webhooks'] as const;
export type Tab = (typeof tabs)[number];

/** Where the panel is: a tab, and a job or provider in it. Kept in the address, so that it can be linked to and gone back from. */
export interface Route {
  tab: Tab;
  id?: string;
}

export function readRoute(hash: string): Route {
  const [, tab, id] = hash.split('/');
  return { tab: tabs.find((one) => one === tab) ?? 'feed', ...(id && /^[0-9a-f]{32}$/.test(id) && { id }) };
}

export function go(tab: Tab, id?: string): void {
  window.location.hash = id ? `#/${tab}/${id}` : `#/${tab}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(window.location.hash));
  useEffect(() => {
    const changed = () => setRoute(readRoute(window.location.hash));
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return route;
}
