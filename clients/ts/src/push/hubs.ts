import type { MapFrame, MerchantStatisticsResource } from '../api.js';
import { backOff } from '../clock.js';
import { newKey } from '../key.js';
import { HubRefused } from '../problem.js';
import { firstDelayMs, Hub, longestDelayMs, type HubSettings, type Subscription } from './hub.js';
import { MarketMap, type Box } from './map.js';
import type { HubCommandReply, HubName, LocationReport } from './messages.js';

/** A step of a job, over the providers' hub. */
export type ProviderStep = 'depart' | 'arrive' | 'start' | 'complete_stop' | 'complete' | 'no_show' | 'cancel';

/** Streams `customer/{own id}` and `job/{own job}`; `Vehicle` tells where the vehicles of those jobs are. */
export class CustomerHub extends Hub<'customer'> {
  constructor(settings: HubSettings) {
    super('customer', settings);
  }
}

/** Stream `provider/{own id}`, places, answers and steps. A command whose answer is lost is sent again with the same key: it is carried out once. */
export class ProviderHub extends Hub<'provider'> {
  constructor(settings: HubSettings) {
    super('provider', settings);
  }

  /** Where the vehicle was, at most 1,000 at once. Gives how many were taken in. */
  reportLocations(reports: readonly LocationReport[]): Promise<number> {
    return this.call('ReportLocations', reports);
  }

  accept(offerId: string, jobId: string, key: string = newKey()): Promise<HubCommandReply> {
    return this.call('Accept', offerId, jobId, key);
  }

  decline(offerId: string, jobId: string, key: string = newKey()): Promise<HubCommandReply> {
    return this.call('Decline', offerId, jobId, key);
  }

  /** `pin` is for `start`, where one is asked for. */
  advance(jobId: string, step: ProviderStep, pin: string | null = null, key: string = newKey()): Promise<HubCommandReply> {
    return this.call('Advance', jobId, step, pin, key);
  }
}

/** Stream `merchant/{own id}`, and the statistics of today. */
export class MerchantHub extends Hub<'merchant'> {
  private endWatch: (() => void) | undefined;

  constructor(settings: HubSettings) {
    super('merchant', settings);
  }

  /** Tells the statistics of today, now and whenever they have changed, also over other connections. One watch at a time: another one replaces it. Gives what ends it. */
  async watchStatistics(storeId: string | null, listener: (statistics: MerchantStatisticsResource) => void): Promise<() => void> {
    this.endWatch?.();
    const watch = new AbortController();
    let early: MerchantStatisticsResource | undefined;
    let answered = false;
    const off = this.on('Statistics', (statistics) => {
      // What is pushed before the answer is kept for after it: the hub watches before it counts.
      if (answered) {
        listener(statistics);
      } else {
        early = statistics;
      }
    });
    let gone = () => {};
    const end = () => {
      watch.abort();
      off();
      gone();
      if (this.endWatch === end) {
        this.endWatch = undefined;
        if (this.state === 'live') {
          this.call('UnwatchStatistics').catch(() => undefined);
        }
      }
    };
    this.endWatch = end;
    try {
      const first = await this.call<MerchantStatisticsResource>('WatchStatistics', storeId);
      if (watch.signal.aborted) {
        return end;
      }

      answered = true;
      listener(first);
      if (early && Date.parse(early.at) > Date.parse(first.at)) {
        listener(early);
      }
    } catch (fault) {
      off();
      this.endWatch = this.endWatch === end ? undefined : this.endWatch;
      throw fault;
    }

    let connection: AbortController | undefined;
    let watched = this.state === 'live';
    gone = this.whenLive(() => {
      connection?.abort();
      if (!watched) {
        connection = new AbortController();
        void this.watchAgain(storeId, listener, AbortSignal.any([watch.signal, connection.signal, this.over.signal]));
      }

      watched = false;
    });
    return end;
  }

  /** On another connection: for as long as it stands and the hub cannot, asked again. */
  private async watchAgain(storeId: string | null, listener: (statistics: MerchantStatisticsResource) => void, stop: AbortSignal): Promise<void> {
    for (let attempt = 0; !stop.aborted && this.state === 'live'; attempt++) {
      try {
        const statistics = await this.call<MerchantStatisticsResource>('WatchStatistics', storeId);
        if (!stop.aborted) {
          listener(statistics);
        }

        return;
      } catch (fault) {
        if (stop.aborted || this.state !== 'live') {
          return;
        }

        if (!(fault instanceof HubRefused && fault.passes)) {
          this.fault(fault, 'WatchStatistics');
          return;
        }

        await this.clock.wait(backOff(attempt, firstDelayMs, longestDelayMs, this.clock.random()), stop);
      }
    }
  }
}

/** The part of a map that is looked at, and how closely: of the zoom of web maps, where the earth is 512 * 2^zoom pixels around, less than a pixel of way is not told, and below 10 no single vehicles but `cells()` of the map. What is beyond the earth is cut off. */
export interface MapView extends Box {
  /** 0 to 24. */
  zoom: number;
}

/** A map that is watched. */
export interface MapSubscription extends Subscription {
  readonly map: MarketMap;
  /** Looks elsewhere; undefined for all. The listener is called when what is there has come. */
  move(view: MapView | undefined): void;
}

/** Every stream, the live maps, `Figures` of watched markets, and `Alerts`. */
export class OpsHub extends Hub<'ops'> {
  constructor(settings: HubSettings) {
    super('ops', settings);
    this.on('Map', (frame) => this.deliver(`map/${frame.market}`, frame));
  }

  /** Keeps the map of a market up, or the part of it in `view`, with a margin of a quarter of it on each side; the listener is called after each change. */
  async watchMap(market: string, listener: (map: MarketMap) => unknown, refused?: (refusal: HubRefused) => unknown, view?: MapView): Promise<MapSubscription> {
    let looked = view;
    const map = new MarketMap();
    const subscription = await this.follow<MapFrame>(`map/${market}`, {
      ask: async (_epoch, _after, tell) => {
        const whole = await (looked
          ? this.call<MapFrame>('WatchMapView', market, looked.west, looked.south, looked.east, looked.north, looked.zoom)
          : this.call<MapFrame>('WatchMap', market));
        map.apply(whole, true);
        await tell(() => listener(map));
        return whole;
      },
      message: (frame, again) => {
        try {
          map.apply(frame, false);
        } catch (fault) {
          again();
          throw fault;
        }

        return listener(map);
      },
      refused: (refusal) => refused?.(refusal),
      leave: 'UnwatchMap',
      subjectOfLeave: market,
    });
    const move = (to: MapView | undefined) => {
      looked = to;
      this.askAgain(subscription.subject);
    };
    return Object.defineProperties({ map, move } as MapSubscription, Object.getOwnPropertyDescriptors(subscription));
  }
}

/** Stream `job/{the job}` of a share link, without people and money. A link that is void closes the connection for good. */
export class ShareHub extends Hub<'share'> {
  constructor(settings: HubSettings & { token: string }) {
    super('share', settings);
  }
}

/** The hubs by name. */
export interface Hubs {
  customer: CustomerHub;
  provider: ProviderHub;
  merchant: MerchantHub;
  ops: OpsHub;
  share: ShareHub;
}

const makers: { [N in HubName]: (settings: HubSettings) => Hubs[N] } = {
  customer: (settings) => new CustomerHub(settings),
  provider: (settings) => new ProviderHub(settings),
  merchant: (settings) => new MerchantHub(settings),
  ops: (settings) => new OpsHub(settings),
  share: (settings) => new ShareHub(settings as HubSettings & { token: string }),
};

/** Connects to a hub. Rejected when the first attempt fails; later ones are repeated for as long as it takes. */
export async function connect<N extends HubName>(name: N, settings: HubSettings): Promise<Hubs[N]> {
  const hub = makers[name](settings);
  await hub.start();
  return hub;
}
