import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { MarketMap } from '../api/types';
import { CityMap } from '../map/cityMap';

/** The map in a page; `onMap` gets it when it stands and undefined when it goes. */
export function CityMapView(props: { city: MarketMap | undefined; label: string; onMap: (map: CityMap | undefined) => void; children?: ComponentChildren }) {
  const canvas = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!props.city || !canvas.current) {
      return;
    }

    const map = new CityMap(canvas.current, props.city, props.label);
    props.onMap(map);
    return () => {
      props.onMap(undefined);
      map.remove();
    };
  }, [props.city]);
  return (
    <section class="city-map" aria-label={props.label}>
      <div class="canvas" ref={canvas} data-testid="map" />
      {props.children}
    </section>
  );
}
