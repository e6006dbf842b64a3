import * as maplibregl from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { MapCell, MarketMap, Pair } from '../api/types';
import { circleOf } from './cells';
import { dark, light, type Palette } from './colours';
import { DotCanvas } from './dotCanvas';
import { circleAround, mercatorX, mercatorY } from './mercator';
import { Tracks } from './tracks';

maplibregl.setWorkerUrl(workerUrl);

/** The part of a map that is in view, WGS-84 degrees, and how closely. */
export interface MapView {
  west: number;
  south: number;
  east: number;
  north: number;
  zoom: number;
}

export type MarkKind = 'pickup' | 'dropoff' | 'vehicle' | 'place';

const nothing: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

// A circle that is clicked is looked at so much closer; whoever opens a job sees single vehicles.
const closerBy = 2;
const singleFrom = 10;

const secondsNow = () => performance.now() / 1000;

/** The map of a market, drawn from its own roads: no tiles, no glyphs, nothing from elsewhere. */
export class CityMap {
  readonly vehicles: Tracks;
  readonly waiting: Tracks;
  private readonly map: maplibregl.Map;
  private dots: DotCanvas | undefined;
  private readonly marks = new Map<string, maplibregl.Marker>();
  private readonly circles = new Map<string, { cell: MapCell; marker: maplibregl.Marker }>();
  private readonly glides = new Map<string, { from: Pair; to: Pair; since: number }>();
  private readonly scheme = window.matchMedia('(prefers-color-scheme: dark)');
  private readonly still = window.matchMedia('(prefers-reduced-motion: reduce)');
  private readonly ready: Promise<void>;
  private readonly sized: ResizeObserver;
  private movingUntil = 0;
  private drawnAt = 0;
  private frame = 0;

  constructor(
    private readonly container: HTMLElement,
    city: MarketMap,
    label: string,
  ) {
    const [west, south, east, north] = boundsOf(city);
    this.vehicles = new Tracks(mercatorX((west + east) / 2), mercatorY((south + north) / 2), this.still.matches ? { shortest: 0.001, longest: 0.001 } : undefined);
    this.waiting = new Tracks(this.vehicles.originX, this.vehicles.originY);
    const palette = this.palette;
    const roads: GeoJSON.Feature = { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: city.roads.map(([a, b, c, d]) => [[a, b], [c, d]]) } };
    const area: GeoJSON.Feature = { type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: city.area } };
    this.map = new maplibregl.Map({
      container,
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 16 },
      minZoom: 0,
      maxZoom: 18,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      locale: { 'Map.Title': label },
      style: {
        version: 8,
        sources: {
          area: { type: 'geojson', data: area },
          roads: { type: 'geojson', data: roads, tolerance: 0.2 },
          route: { type: 'geojson', data: nothing },
          circle: { type: 'geojson', data: nothing },
        },
        layers: [
          { id: 'outside', type: 'background', paint: { 'background-color': palette.outside } },
          { id: 'area', type: 'fill', source: 'area', paint: { 'fill-color': palette.area } },
          { id: 'area-edge', type: 'line', source: 'area', paint: { 'line-color': palette.areaEdge, 'line-width': 1.2, 'line-dasharray': [3, 2] } },
          {
            id: 'roads',
            type: 'line',
            source: 'roads',
            layout: { 'line-cap': 'round' },
            paint: { 'line-color': palette.road, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 0.5, 13, 1.2, 16, 5] },
          },
          { id: 'circle', type: 'line', source: 'circle', paint: { 'line-color': palette.route, 'line-width': 2 } },
          {
            id: 'route',
            type: 'line',
            source: 'route',
            layout: { 'line-cap': 'round', 'line-join': 'round' },
            paint: { 'line-color': palette.route, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 3, 16, 7], 'line-opacity': 0.85 },
          },
        ],
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-right');
    this.ready = new Promise((resolve) => {
      this.map.once('load', () => {
        container.dataset.ready = 'true';
        resolve();
      });
    });
    this.map.on('render', this.drawDots);
    this.scheme.addEventListener('change', this.repaint);
    this.sized = new ResizeObserver(() => this.map.resize());
    this.sized.observe(container);
    this.frame = requestAnimationFrame(this.animate);
  }

  remove(): void {
    cancelAnimationFrame(this.frame);
    this.scheme.removeEventListener('change', this.repaint);
    this.sized.disconnect();
    this.dots?.remove();
    this.map.remove();
    delete this.container.dataset.ready;
  }

  /** Dots were reported: they move for so many seconds. */
  touch(seconds = 5): void {
    this.movingUntil = secondsNow() + seconds;
    if (!this.dots) {
      this.dots = new DotCanvas(this.map.getCanvasContainer(), [this.vehicles, this.waiting]);
      this.map.getCanvas().after(this.map.getCanvasContainer().lastElementChild!);
    }

    this.dots.touch();
  }

  /** A place was clicked; with its reach: how far in Mercator a finger's width is. */
  onClick(listener: (place: Pair, reach: number) => void): void {
    this.map.on('click', (event) => {
      const { lng, lat } = event.lngLat;
      const beside = this.map.unproject([event.point.x + 12, event.point.y]);
      listener([round(lng), round(lat)], Math.abs(mercatorX(beside.lng) - mercatorX(lng)));
    });
  }

  /** What is in view now; around a map of all the earth also what is beyond it, which the server cuts off. */
  get view(): MapView {
    const bounds = this.map.getBounds();
    return { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth(), zoom: this.map.getZoom() };
  }

  /** Another part came into view, and stays there for the moment. */
  onMoved(listener: () => void): void {
    this.map.on('moveend', listener);
  }

  /** Shows these cells and no others as circles with the number of their vehicles; who clicks one looks closer. */
  cells(shown: ReadonlyMap<string, MapCell>): void {
    for (const [name, { marker }] of this.circles) {
      if (!shown.has(name)) {
        marker.remove();
        this.circles.delete(name);
      }
    }

    for (const [name, cell] of shown) {
      const known = this.circles.get(name);
      if (known?.cell !== cell) {
        this.circles.set(name, { cell, marker: this.cellMark(cell, known?.marker) });
      }
    }
  }

  cursor(cross: boolean): void {
    this.map.getCanvas().style.cursor = cross ? 'crosshair' : '';
  }

  route(line: Pair[] | undefined): void {
    this.setData('route', line && line.length > 1 ? { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: line } } : nothing);
  }

  circle(centre: Pair | undefined, radiusMetres = 0): void {
    this.setData('circle', centre ? { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: circleAround(centre, radiusMetres) } } : nothing);
  }

  /** Puts, moves or takes away a mark. */
  mark(name: string, kind: MarkKind, place: Pair | undefined, label = ''): void {
    const known = this.marks.get(name);
    this.glides.delete(name);
    if (!place) {
      known?.remove();
      this.marks.delete(name);
    } else if (known) {
      known.setLngLat(place);
    } else {
      const element = document.createElement('div');
      element.className = `mark mark-${kind}`;
      element.dataset.testid = `mark-${name}`;
      element.setAttribute('role', 'img');
      element.setAttribute('aria-label', label || name);
      this.marks.set(name, new maplibregl.Marker({ element, anchor: kind === 'vehicle' || kind === 'place' ? 'center' : 'bottom' }).setLngLat(place).addTo(this.map));
    }
  }

  /** Moves a mark evenly to a place within a second. */
  glide(name: string, kind: MarkKind, place: Pair, label = ''): void {
    const marker = this.marks.get(name);
    if (!marker || this.still.matches) {
      this.mark(name, kind, place, label);
      return;
    }

    const { lng, lat } = marker.getLngLat();
    this.glides.set(name, { from: [lng, lat], to: place, since: secondsNow() });
  }

  /** Shows all of these places. */
  fit(places: Pair[], most = 15.5): void {
    if (places.length) {
      const bounds = new maplibregl.LngLatBounds();
      places.forEach((place) => bounds.extend(place));
      this.map.fitBounds(bounds, { padding: 56, maxZoom: most, animate: !this.still.matches, duration: 500 });
    }
  }

  /** Moves to a place when it is not in view, and close enough to tell vehicles from each other. */
  reveal(place: Pair): void {
    if (!this.map.getBounds().contains(place) || this.map.getZoom() < singleFrom) {
      this.look(place, Math.max(singleFrom, this.map.getZoom()));
    }
  }

  /** For tests and pages that look at what is shown: seconds of the clock that dots move by. */
  now(): number {
    return secondsNow();
  }

  private look(center: Pair, zoom: number): void {
    this.map.easeTo({ center, zoom, duration: this.still.matches ? 0 : 500 });
  }

  private cellMark(cell: MapCell, known: maplibregl.Marker | undefined): maplibregl.Marker {
    const { place, vehicles, label, title, pixels, rim } = circleOf(cell);
    const marker = known ?? new maplibregl.Marker({ element: document.createElement('button') }).setLngLat(place).addTo(this.map);
    const element = marker.setLngLat(place).getElement() as HTMLButtonElement;
    element.type = 'button';
    element.classList.add('cell');
    element.dataset.testid = 'cell';
    element.dataset.vehicles = String(vehicles);
    element.title = title;
    element.ariaLabel = title;
    element.style.width = element.style.height = `${pixels}px`;
    element.style.background = rim;
    element.onclick = (event) => {
      event.stopPropagation();
      this.look(place, this.map.getZoom() + closerBy);
    };
    element.replaceChildren(Object.assign(document.createElement('span'), { textContent: label }));
    return marker;
  }

  private setData(source: string, data: GeoJSON.GeoJSON): void {
    void this.ready.then(() => (this.map.getSource(source) as maplibregl.GeoJSONSource | undefined)?.setData(data));
  }

  /** Thirty pictures a second while something moves are as smooth as the motion of a car on a map, at half the work. */
  private readonly animate = (): void => {
    this.frame = requestAnimationFrame(this.animate);
    const now = secondsNow();
    for (const [name, { from, to, since }] of this.glides) {
      const part = Math.min(1, now - since);
      this.marks.get(name)?.setLngLat([from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]);
      if (part === 1) {
        this.glides.delete(name);
      }
    }

    if (now < this.movingUntil && now - this.drawnAt > 0.03 && !document.hidden) {
      this.drawDots();
    }
  };

  /** The dots with the camera of this moment; with the map when it moves, on their own while it stands. */
  private readonly drawDots = (): void => {
    if (this.dots) {
      const now = secondsNow();
      const { lng, lat } = this.map.getCenter();
      const zoom = this.map.getZoom();
      const { clientWidth: width, clientHeight: height } = this.container;
      this.dots.draw({ x: mercatorX(lng), y: mercatorY(lat), worldPixels: 512 * 2 ** zoom, width, height, zoom }, this.palette, now);
      this.drawnAt = now;
    }
  };

  private readonly repaint = (): void => {
    const palette = this.palette;
    this.map.setPaintProperty('outside', 'background-color', palette.outside);
    this.map.setPaintProperty('area', 'fill-color', palette.area);
    this.map.setPaintProperty('area-edge', 'line-color', palette.areaEdge);
    this.map.setPaintProperty('roads', 'line-color', palette.road);
    this.map.setPaintProperty('route', 'line-color', palette.route);
    this.map.setPaintProperty('circle', 'line-color', palette.route);
    this.drawDots();
  };

  private get palette(): Palette {
    return this.scheme.matches ? dark : light;
  }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** West, south, east and north of the roads and of the area. */
function boundsOf(city: MarketMap): [number, number, number, number] {
  const [west, south, east, north] = city.bounds;
  const corners = city.area.flatMap((polygon) => polygon[0] ?? []);
  return corners.reduce(
    ([w, s, e, n], [longitude, latitude]) => [Math.min(w, longitude), Math.min(s, latitude), Math.max(e, longitude), Math.max(n, latitude)],
    [west, south, east, north],
  );
}
