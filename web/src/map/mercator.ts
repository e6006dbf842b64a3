import type { Pair } from '../api/types';

/** Web Mercator, the whole world from 0 to 1; y grows to the south. */
export function mercatorX(longitude: number): number {
  return longitude / 360 + 0.5;
}

export function mercatorY(latitude: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI);
}

export function longitudeOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latitudeOf(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
}

const earthRadiusMetres = 6371008.8;

/** Metres between two places over the sphere (haversine). */
export function metresBetween(a: Pair, b: Pair): number {
  const radians = Math.PI / 180;
  const dLat = (b[1] - a[1]) * radians;
  const dLon = (b[0] - a[0]) * radians;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A ring around a place, for drawing a radius. */
export function circleAround(centre: Pair, radiusMetres: number, corners = 64): Pair[] {
  const metresPerDegree = (Math.PI / 180) * earthRadiusMetres;
  return Array.from({ length: corners + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [
      centre[0] + (radiusMetres * Math.cos(angle)) / (metresPerDegree * Math.cos((centre[1] * Math.PI) / 180)),
      centre[1] + (radiusMetres * Math.sin(angle)) / metresPerDegree,
    ];
  });
}
