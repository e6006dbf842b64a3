import { Api } from '../api/client';
import type { Session } from '../api/session';
import type { Alert, Envelope, Job, MapFrame, Overview, WaitingJob } from '../api/types';
import { Hub } from '../hubs/hub';
import type { CityMap } from '../map/cityMap';
import { Fleet } from '../map/fleet';
import type { VehicleColumns } from '../map/mapFrame';
import { metresBetween, mercatorX, mercatorY, latitudeOf, longitudeOf } from '../map/mercator';
import { Slots } from '../map/slots';
import { Box } from '../ui/box';

export interface FeedItem {
  key: string;
  at: string;
  event: string;
  job: Job;
}

/** What is on the map of the market, in view or not, as numbers: for the legend, and for those who do not see it. */
export interface MapCounts {
  vehicles: number;
  byState: Record<string, number>;
  waiting: number;
  frames: number;
  /** Reports of places that differed from the one before. */
  moves: number;
}

const feedLength = 150;
const historyLength = 900;

// Whoever drags the map about is asked for when it rests.
const restMs = 200;

/** Everything the ops page hears, for one market. */
export class OpsModel {
  readonly api: Api;
  readonly hub: Hub;
  readonly figures = new Box<Overview[]>([]);
  readonly alerts = new Box<Alert[]>([]);
  readonly feed = new Box<FeedItem[]>([]);
  readonly counts = new Box<MapCounts>({ vehicles: 0, byState: {}, waiting: 0, frames: 0, moves: 0 });
  readonly fleet = new Fleet();
  private readonly waitingSlots = new Slots();
  private readonly early: MapFrame[] = [];
  private map: CityMap | undefined;
  private watching = false;
  private lookedElsewhere = false;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private frames = 0;
  private moves = 0;
  private fresh: FeedItem[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly market: string,
    session: Session,
  ) {
    this.api = new Api(session);
    this.hub = new Hub('/hubs/ops', session);
    this.hub.on<MapFrame>('Map', (frame) => this.frameCame(frame));
    this.hub.on<Overview>('Figures', (figures) => figures.market === market && this.figures.set([...this.figures.value, figures].slice(-historyLength)));
    this.hub.on<Alert[]>('Alerts', (alerts) => this.alerts.set(alerts));
    this.hub.onLive(() => void this.watch());
    this.hub.follow(`market/${market}`, { event: (event) => this.eventCame(event), snapshot: () => undefined });
  }

  start(): void {
    void this.hub.start();
    this.api.get<Overview>('/v1/ops/overview', { market: this.market }).then(
      (figures) => this.figures.value.length === 0 && this.figures.set([figures]),
      () => undefined,
    );
    this.loadAlerts();
    // A busy market tells more than anybody reads: the list is drawn four times a second at the most.
    this.timer = setInterval(() => {
      if (this.fresh.length) {
        this.feed.set([...this.fresh.reverse(), ...this.feed.value].slice(0, feedLength));
        this.fresh = [];
      }

      this.count();
    }, 250);
  }

  stop(): void {
    clearInterval(this.timer);
    clearTimeout(this.resting);
    void this.hub.stop();
  }

  loadAlerts(): void {
    this.api.get<Alert[]>('/v1/ops/alerts').then((alerts) => this.alerts.set(alerts), () => undefined);
  }

  /** The map is drawn, or gone. */
  attach(map: CityMap | undefined): void {
    this.map = map;
    if (map) {
      map.onMoved(() => {
        clearTimeout(this.resting);
        this.resting = setTimeout(() => void this.watch(), restMs);
      });
      void this.watch();
    }
  }

  /** Where a provider's vehicle is shown now; of one that is not in view, or of which only the cell is told, nothing is known here. */
  placeOf(provider: string): [number, number] | undefined {
    const index = this.fleet.indexOf(provider);
    if (index < 0 || !this.map || this.map.vehicles.kind(index) === 0) {
      return undefined;
    }

    const { vehicles } = this.map;
    const [x, y] = vehicles.shown(index, this.map.now());
    return [longitudeOf(x + vehicles.originX), latitudeOf(y + vehicles.originY)];
  }

  /** What is drawn within reach of a place: a waiting job before a vehicle. */
  at(longitude: number, latitude: number, reach: number): { job?: string; provider?: string } {
    if (!this.map) {
      return {};
    }

    const [x, y] = [mercatorX(longitude), mercatorY(latitude)];
    const waiting = this.map.waiting.nearest(x, y, reach, this.map.now());
    if (waiting >= 0) {
      return { job: this.waitingSlots.nameAt(waiting) };
    }

    const vehicle = this.map.vehicles.nearest(x, y, reach, this.map.now());
    return vehicle >= 0 ? { provider: this.fleet.idOf(vehicle) } : {};
  }

  /** Free vehicles nearest to a place, as the crow flies. */
  freeNear(longitude: number, latitude: number, most: number): { provider: string; metres: number }[] {
    const found: { provider: string; metres: number }[] = [];
    for (let i = 0; this.map && i < this.map.vehicles.count; i++) {
      const provider = this.map.vehicles.kind(i) === 1 ? this.fleet.idOf(i) : undefined;
      const place = provider && this.placeAt(i);
      if (place) {
        found.push({ provider, metres: metresBetween(place, [longitude, latitude]) });
      }
    }

    return found.sort((a, b) => a.metres - b.metres || a.provider.localeCompare(b.provider)).slice(0, most);
  }

  private placeAt(index: number): [number, number] {
    const { vehicles } = this.map!;
    const [x, y] = vehicles.shown(index, this.map!.now());
    return [longitudeOf(x + vehicles.originX), latitudeOf(y + vehicles.originY)];
  }

  private async watch(): Promise<void> {
    if (!this.map || !this.hub.isLive || this.watching) {
      this.lookedElsewhere = this.watching;
      return;
    }

    this.watching = true;
    this.lookedElsewhere = false;
    this.early.length = 0;
    try {
      const { west, south, east, north, zoom } = this.map.view;
      const whole = await this.hub.invoke<MapFrame>('WatchMapView', this.market, west, south, east, north, zoom);
      if (this.map) {
        this.reset(whole, this.map);
      }

      this.watching = false;
      for (const frame of this.early.splice(0)) {
        this.frameCame(frame);
      }

      if (this.lookedElsewhere) {
        void this.watch();
      }
    } catch {
      this.watching = false;
      setTimeout(() => void this.watch(), 2000);
    }
  }

  private frameCame(frame: MapFrame): void {
    if (frame.market !== this.market || !this.map) {
      return;
    }

    if (this.watching) {
      this.early.push(frame);
      return;
    }

    const { verdict, vehicles } = this.fleet.follow(frame);
    if (verdict === 'reload') {
      void this.watch();
    } else if (vehicles) {
      this.frames++;
      this.draw(vehicles, frame.waiting, frame.no_longer_waiting);
      if (frame.cells) {
        this.map.cells(this.fleet.cells);
      }
    }
  }

  private reset(whole: MapFrame, map: CityMap): void {
    // Vehicles have other indexes in another part of the map: those that stay in view go on from where they are shown.
    const now = map.now();
    const shown = new Map<string, [number, number]>();
    for (let index = 0; index < map.vehicles.count; index++) {
      const id = map.vehicles.kind(index) === 0 ? undefined : this.fleet.idOf(index);
      if (id) {
        shown.set(id, map.vehicles.shown(index, now));
      }
    }

    const vehicles = this.fleet.reset(whole);
    map.vehicles.clear();
    for (let i = 0; i < vehicles.count; i++) {
      const index = vehicles.index[i]!;
      const place = shown.get(this.fleet.idOf(index) ?? '');
      if (place) {
        map.vehicles.report(index, place[0] + map.vehicles.originX, place[1] + map.vehicles.originY, vehicles.state[i]!, now);
      }
    }

    map.waiting.clear();
    this.waitingSlots.clear();
    this.frames++;
    this.draw(vehicles, whole.waiting, []);
    map.cells(this.fleet.cells);
  }

  private draw(vehicles: VehicleColumns, waiting: WaitingJob[], gone: string[]): void {
    const map = this.map!;
    const now = map.now();
    for (let i = 0; i < vehicles.count; i++) {
      const index = vehicles.index[i]!;
      const [x, y] = [mercatorX(vehicles.longitude[i]!), mercatorY(vehicles.latitude[i]!)];
      if (map.vehicles.isElsewhere(index, x, y)) {
        this.moves++;
      }

      map.vehicles.report(index, x, y, vehicles.state[i]!, now);
    }

    for (const job of waiting) {
      map.waiting.report(this.waitingSlots.take(job.job_id), mercatorX(job.longitude), mercatorY(job.latitude), 5, now);
    }

    for (const id of gone) {
      const slot = this.waitingSlots.free(id);
      if (slot >= 0) {
        map.waiting.report(slot, map.waiting.originX, map.waiting.originY, 0, now);
      }
    }

    map.touch();
  }

  /** The vehicles of the whole market, as its figures say; until they come, those in view. */
  private count(): void {
    const known = this.counts.value;
    const figures = this.figures.value.at(-1);
    if (known.frames !== this.frames || (figures && known.vehicles !== figures.vehicles)) {
      this.counts.set({ vehicles: figures?.vehicles ?? this.fleet.vehicles, byState: figures?.vehicles_by_state ?? this.fleet.vehiclesByState, waiting: figures?.jobs_by_state['matching'] ?? this.fleet.waiting.size, frames: this.frames, moves: this.moves });
    }
  }

  private eventCame(event: Envelope): void {
    if (event.job) {
      this.fresh.push({ key: `${event.epoch}-${event.sequence}`, at: event.at, event: event.event ?? event.type, job: event.job });
    }
  }
}
