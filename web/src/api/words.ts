import type { JobState, ProviderState, VoucherBenefit } from './types';

/** Money is whole minor units; how many make a unit depends on the currency (USD 100, JPY 1). */
export function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
}

/** An amount as typed ("12.50") in whole minor units; undefined for what is none, is not above zero or has more digits than the currency. */
export function minorUnits(text: string, currency: string): number | undefined {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim());
  if (!match || (match[2] ?? '').length > digits) {
    return undefined;
  }

  const amount = Number(match[1] + (match[2] ?? '').padEnd(digits, '0'));
  return amount > 0 ? amount : undefined;
}

export function distance(metres: number): string {
  return metres < 950 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1000).toFixed(metres < 9950 ? 1 : 0)} km`;
}

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }

  if (whole < 600) {
    const rest = whole % 60;
    return rest ? `${Math.floor(whole / 60)} min ${rest} s` : `${whole / 60} min`;
  }

  const minutes = Math.round(whole / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function clock(instant: string | number): string {
  return new Date(instant).toLocaleTimeString('en-GB');
}

export function dayAndClock(instant: string | number): string {
  const at = new Date(instant);
  return at.toDateString() === new Date().toDateString() ? clock(instant) : `${at.toISOString().slice(0, 10)} ${clock(instant)}`;
}

/** An instant as a paper needs it, that is read on another day and elsewhere. */
export function fullDate(instant: string): string {
  return new Date(instant).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}

/** The end of an id: ids of version 7 begin with the time, so that the beginnings of neighbours are alike. */
export function shortId(id: string | undefined): string {
  return id ? id.slice(-8) : '';
}

/** snake_case as words: "payment_parked" is "Payment parked". */
export function words(name: string): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The payment methods that are the same for everybody; a saved card is told by its token. */
const methods: Record<string, string> = {
  cash: 'Cash at the door',
  card_at_door: 'Card at the door',
  wallet: 'Wallet',
  bank_transfer: 'Bank transfer',
};

/** What the customer pays the provider with, at the door: no card of the app is charged. */
export const atDoor = ['cash', 'card_at_door'];

export function methodName(method: string): string {
  return methods[method] ?? method;
}

const jobStates: Record<JobState, string> = {
  scheduled: 'Scheduled',
  matching: 'Looking for a provider',
  accepted: 'Accepted',
  en_route_to_pickup: 'On the way to the pick-up',
  arrived_at_pickup: 'At the pick-up',
  in_progress: 'In progress',
  completed: 'Completed',
  canceled_by_customer: 'Canceled by the customer',
  canceled_by_provider: 'Canceled by the provider',
  canceled_by_platform: 'Canceled by the platform',
  no_show: 'Customer was not there',
  no_providers_available: 'No provider found',
  expired: 'Expired',
  failed: 'Payment declined',
};

export function jobState(state: string): string {
  return jobStates[state as JobState] ?? words(state);
}

export const jobStateNames = Object.keys(jobStates) as JobState[];

const providerStates: Record<ProviderState, string> = {
  offline: 'Offline',
  available: 'Available',
  reserved: 'To a pick-up',
  on_trip: 'On trip',
  stopped: 'At a stop',
};

export function providerState(state: string): string {
  return providerStates[state as ProviderState] ?? words(state);
}

const fareLines: Record<string, string> = {
  base: 'Base fare',
  distance: 'Distance',
  time: 'Time',
  minimum_top_up: 'Up to the minimum fare',
  multiplier: 'High demand',
  discount: 'Discount',
  cancellation_fee: 'Cancellation fee',
  no_show_fee: 'No-show fee',
  waiting: 'Waiting',
  tax: 'Tax',
  goods: 'Goods',
  delivery_fee: 'Delivery',
  unredeemed: 'Not collected',
  extra: 'Extra work',
};

export function fareLine(kind: string): string {
  return fareLines[kind] ?? words(kind);
}

/** How a payment stands, to who pays. */
const payments: Record<string, string> = {
  authorizing: 'Being checked',
  authorized: 'Held on your card',
  capturing: 'Being charged',
  captured: 'Paid',
  released: 'Not charged',
  authorization_expired: 'Not charged',
  failed: 'Declined',
  partially_refunded: 'Partly given back',
  refunded: 'Given back',
};

export function paymentName(state: string): string {
  return payments[state] ?? words(state);
}

/** What is known of service classes by their names; a market may have others. */
const classHints: Record<string, string> = {
  ride: 'driven by the simulated city',
  manual: 'driven by a person on the Provider page',
  sandbox: "for integrators' tests",
};

export function classHint(serviceClass: string): string | undefined {
  return classHints[serviceClass];
}

/** What a voucher is good for. */
export function benefit(one: VoucherBenefit, currency: string): string {
  const most = one.most_minor_units === undefined ? '' : `, at most ${money(one.most_minor_units, currency)}`;
  switch (one.kind) {
    case 'percentage':
      return `${(one.share_basis_points ?? 0) / 100} % off${most}`;
    case 'amount':
      return `${money(one.amount_minor_units ?? 0, currency)} off`;
    case 'free_item':
      return 'one free';
    case 'ride_credit':
      return `a ride of up to ${distance(one.up_to_metres ?? 0)}${most}`;
  }
}
