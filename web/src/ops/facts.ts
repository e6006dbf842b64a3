import { dayAndClock, money, shortId, words } from '../api/words';

/** What a timeline item says, in one line: simple values by name, ids shortened, money and instants as people write them. */
export function factsOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) {
    return data === undefined || data === null ? '' : valueOf(data);
  }

  return Object.entries(data)
    .filter(([name]) => name !== 'at' && name !== 'job_id')
    .flatMap(([name, value]) => {
      const text = valueOf(value);
      return text ? [`${words(name).toLowerCase()} ${text}`] : [];
    })
    .join(', ');
}

function valueOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }

  if (typeof value === 'string') {
    const amount = /^(-?\d+) ([A-Z]{3})$/.exec(value);
    if (amount) {
      return money(Number(amount[1]), amount[2]!);
    }

    if (/^[0-9a-f]{32}$/.test(value)) {
      return shortId(value);
    }

    // A name of ours becomes words; an id of the gateway stays as it is.
    return /^\d{4}-\d\d-\d\dT/.test(value) ? dayAndClock(value) : /^[a-z_]+$/.test(value) ? value.replaceAll('_', ' ') : value;
  }

  if (Array.isArray(value)) {
    return value.every((part) => typeof part === 'number') ? value.map((part) => part.toFixed(5)).join(', ') : `${value.length}`;
  }

  if (typeof value === 'object' && value !== null) {
    const inner = factsOf(value);
    return inner ? `(${inner})` : '';
  }

  return '';
}
