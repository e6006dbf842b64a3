export type Rgb = [number, number, number];

export interface Palette {
  outside: string;
  area: string;
  areaEdge: string;
  road: string;
  route: string;
  rim: Rgb;
  /** By kind of dot: hidden, available, reserved, on trip, stopped, waiting customer. */
  dots: Rgb[];
}

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;
}

/** The same colours as --available and so on of base.css. Shapes differ too: a ring, a dot, a square, a diamond. */
export const light: Palette = {
  outside: '#dfe3e8',
  area: '#f8f9fa',
  areaEdge: '#aab3bf',
  road: '#c2c9d2',
  route: '#1f5fbf',
  rim: rgb('#ffffff'),
  dots: ['#000000', '#18794e', '#b45309', '#1d5fd0', '#7b3fb5', '#c62828'].map(rgb),
};

export const dark: Palette = {
  outside: '#0c0f12',
  area: '#171b20',
  areaEdge: '#4a5462',
  road: '#363e49',
  route: '#7fb0ff',
  rim: rgb('#0c0f12'),
  dots: ['#000000', '#4fd08b', '#ffb340', '#6ea8ff', '#c792ff', '#ff6b60'].map(rgb),
};
