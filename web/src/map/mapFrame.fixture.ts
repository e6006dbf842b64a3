/** Writes what the server writes. */
export function encode(vehicles: [index: number, longitude: number, latitude: number, state: number][]): string {
  const view = new DataView(new ArrayBuffer(13 * vehicles.length));
  vehicles.forEach(([index, longitude, latitude, state], i) => {
    view.setUint32(13 * i, index, true);
    view.setInt32(13 * i + 4, Math.round(longitude * 1e6), true);
    view.setInt32(13 * i + 8, Math.round(latitude * 1e6), true);
    view.setUint8(13 * i + 12, state);
  });
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}
