import { ACTIONS } from './aws/actions.js';
import { FAILING_ROUTES, NO_FAULTS, SHARES, type Faults } from './faults.js';
import { changeGoogleFaults } from './google/change-google-faults.js';
import { PLACES } from './world-places.js';

type Fields = Readonly<Record<string, unknown>>;

/** Numbers that are no shares. */
const UNBOUNDED = new Set<string>(['lateMaxMinutes', 'slowMs', 'quotaFactor']);
const NAMES = Object.keys(NO_FAULTS).join(', ');

function fieldsOf(name: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError(`faults: ${name} is ${JSON.stringify(value)}, expected a JSON object`);
}

function share(name: string, value: unknown): number {
  const most = UNBOUNDED.has(name) ? Number.POSITIVE_INFINITY : 1;
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new TypeError(`faults: ${name} is ${JSON.stringify(value)}, expected a number from 0 to ${most}`);
}

function listOf<Item>(name: string, value: unknown, read: (item: unknown) => Item): readonly Item[] {
  if (Array.isArray(value)) return value.map(read);
  throw new TypeError(`faults: ${name} is ${JSON.stringify(value)}, expected a list`);
}

function denial(value: unknown): string {
  if (typeof value === 'string' && ACTIONS.includes(value.split(' ')[0] ?? '')) return value;
  throw new TypeError(
    `faults: denied has ${JSON.stringify(value)}, expected an action, e.g. "s3:GetObject data", of ${ACTIONS.join(', ')}`,
  );
}

/** An instant as milliseconds since 1970 or as ISO 8601. */
function instant(name: string, value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof at === 'number' && Number.isFinite(at)) return at;
  throw new TypeError(`faults: ${name} is ${JSON.stringify(value)}, expected a time such as "2026-11-20T00:00:00Z"`);
}

function placeOf(name: string, { accountId, region }: Fields): { accountId: string; region: string } {
  const place = PLACES.find((known) => known.accountId === accountId && known.region === region);
  if (place !== undefined) return { accountId: place.accountId, region: place.region };
  throw new TypeError(`faults: ${name} names ${String(accountId)}/${String(region)}, where there is no log`);
}

function spell(name: string, value: unknown): Faults['loggingOff'][number] {
  const fields = fieldsOf(name, value);
  const { to } = fields;
  return {
    ...placeOf(name, fields),
    from: instant(`${name}.from`, fields['from']),
    to: to === undefined || to === null ? null : instant(`${name}.to`, to),
  };
}

function failing(value: unknown): Faults['failingDeliveries'][number] {
  const { route } = fieldsOf('failingDeliveries', value);
  const known = FAILING_ROUTES.find((candidate) => candidate === route);
  if (known !== undefined) return { ...spell('failingDeliveries', value), route: known };
  throw new TypeError(
    `faults: failingDeliveries.route is ${JSON.stringify(route)}, expected one of ${FAILING_ROUTES.join(', ')}`,
  );
}

function retention(value: unknown): Faults['retention'][number] {
  const fields = fieldsOf('retention', value);
  const { days } = fields;
  if (typeof days === 'number' && Number.isSafeInteger(days) && days > 0)
    return { ...placeOf('retention', fields), days };
  throw new TypeError(`faults: retention.days is ${JSON.stringify(days)}, expected a whole number above 0`);
}

/** A change of some faults from outside, checked: an unknown name or an impossible value throws and says which. */
export function changeFaults(current: Faults, change: unknown): Faults {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) {
    throw new TypeError('faults: expected a JSON object such as {"lateShare":0.01}');
  }
  const next: { -readonly [Name in keyof Faults]: Faults[Name] } = { ...current };
  for (const [name, value] of Object.entries(change)) {
    if (name === 'denied') next.denied = listOf(name, value, denial);
    else if (name === 'loggingOff') next.loggingOff = listOf(name, value, (item) => spell(name, item));
    else if (name === 'failingDeliveries') next.failingDeliveries = listOf(name, value, failing);
    else if (name === 'google') next.google = changeGoogleFaults(current.google, value);
    else if (name === 'retention') next.retention = listOf(name, value, retention);
    else {
      const known = SHARES.find((candidate) => candidate === name);
      if (known === undefined) throw new TypeError(`faults: "${name}" is not one of ${NAMES}`);
      next[known] = share(name, value);
    }
  }
  return next;
}
