/** State bytes of a map frame. */
export const vehicleStates = ['offline', 'available', 'reserved', 'on_trip', 'stopped'] as const;

/** What a vehicle on the map does. */
export type VehicleState = Exclude<(typeof vehicleStates)[number], 'offline'>;

/** Those, in the order of their bytes. */
export const statesOnMap = vehicleStates.slice(1) as VehicleState[];

const bytesPerVehicle = 13;

/** The vehicles of a frame as columns. */
export interface VehicleColumns {
  count: number;
  index: Uint32Array;
  longitude: Float64Array;
  latitude: Float64Array;
  state: Uint8Array;
}

/**
 * Decodes MapFrame.vehicles: base64 of 13 bytes a vehicle, little endian: index (uint32), longitude and latitude in millionths of a degree (int32 each), state (byte).
 * @throws RangeError when the length is no multiple of 13.
 */
export function decodeVehicles(base64: string): VehicleColumns {
  const text = atob(base64);
  if (text.length % bytesPerVehicle !== 0) {
    throw new RangeError(`A frame of vehicles has ${text.length} bytes, which is no multiple of ${bytesPerVehicle}.`);
  }

  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }

  const view = new DataView(bytes.buffer);
  const count = text.length / bytesPerVehicle;
  const columns: VehicleColumns = {
    count,
    index: new Uint32Array(count),
    longitude: new Float64Array(count),
    latitude: new Float64Array(count),
    state: new Uint8Array(count),
  };
  for (let i = 0, at = 0; i < count; i++, at += bytesPerVehicle) {
    columns.index[i] = view.getUint32(at, true);
    columns.longitude[i] = view.getInt32(at + 4, true) / 1e6;
    columns.latitude[i] = view.getInt32(at + 8, true) / 1e6;
    columns.state[i] = view.getUint8(at + 12);
  }

  return columns;
}
