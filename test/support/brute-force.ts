import type { JudgedEvent } from '../../src/store/judged-event.js';
import type { Bucket, Dimension } from '../../src/store/questions/dimensions.js';

/** What the user agents of made calls are called. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'claude-cli/2.1.4 (external, cli)': 'claude-code',
  'AnthropicVertex/Python 0.97.0': 'anthropic-sdk-python',
  'claims-desk/3': 'other: claims-desk',
};

/** What each dimension is of a call, without the database. */
export const VALUE: Record<Dimension, (call: JudgedEvent) => string | null> = {
  cloud: ({ event }) => event.cloud,
  accountId: ({ event }) => event.accountId,
  region: ({ event }) => event.region,
  sourceId: ({ sourceId }) => sourceId,
  modelId: ({ event }) => event.modelId,
  model: ({ event }) => event.model,
  vendor: ({ event }) => event.vendor,
  endpointScope: ({ event }) => event.endpointScope,
  serviceTier: ({ event }) => event.serviceTier,
  outcome: ({ event }) => event.outcome,
  team: ({ team }) => team,
  person: ({ person }) => person,
  client: ({ event: { userAgent } }) => (userAgent === null ? null : (PROGRAMS[userAgent] ?? null)),
  unpricedReason: ({ price }) => ('unpriced' in price ? price.unpriced : null),
};

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return format;
}

/** The start of a call's bucket, by Intl and nothing of the product. */
function bucketOf(at: number, bucket: Bucket, timeZone: string): string | null {
  if (bucket === 'none') return null;
  const parts = formatOf(timeZone).format(at);
  const [date = '', time = ''] = parts.split(' ');
  if (bucket === 'hour') {
    const [, minutes, seconds] = time.split(':').map(Number);
    const start = at - (at % 1_000) - ((minutes ?? 0) * 60 + (seconds ?? 0)) * 1_000;
    return new Date(start).toISOString().replace('.000Z', 'Z');
  }
  if (bucket === 'month') return `${date.slice(0, 7)}-01`;
  if (bucket === 'day') return date;
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly bucket: Bucket;
  readonly groupBy: readonly Dimension[];
  readonly keep?: (call: JudgedEvent) => boolean;
}

/** The calls of each row that the API ought to answer, by bucket and group. */
export function groupsOf(
  calls: readonly JudgedEvent[],
  { from, to, timeZone, bucket, groupBy, keep = () => true }: Asked,
): Map<string, JudgedEvent[]> {
  const groups = new Map<string, JudgedEvent[]>();
  for (const call of calls) {
    const at = Date.parse(call.event.occurredAt);
    if (at < Date.parse(from) || at >= Date.parse(to) || !keep(call)) continue;
    const key = rowKey(
      bucketOf(at, bucket, timeZone),
      groupBy.map((dimension) => VALUE[dimension](call)),
    );
    const group = groups.get(key);
    if (group) group.push(call);
    else groups.set(key, [call]);
  }
  return groups;
}

/** The same key from a row of an answer. */
export function keyOfRow(
  row: { readonly bucket: string | null; readonly group: Readonly<Record<string, string | null>> },
  groupBy: readonly string[],
): string {
  return rowKey(
    row.bucket,
    groupBy.map((name) => row.group[name] ?? null),
  );
}

function rowKey(bucket: string | null, values: readonly (string | null)[]): string {
  return JSON.stringify([bucket, values]);
}

/** The query of a route that answers figures. */
export function queryOf({ from, to, timeZone, bucket, groupBy }: Asked, more: Record<string, string> = {}): string {
  const grouping = groupBy.length > 0 ? { groupBy: groupBy.join(',') } : {};
  const buckets = bucket === 'none' ? {} : { bucket };
  return new URLSearchParams({ from, to, timeZone, ...buckets, ...grouping, ...more }).toString();
}

/** Ranges whose ends lie on and off the edges of hours and days, of several zones. */
export const RANGES = [
  ['whole UTC days', '2026-10-20T00:00:00Z', '2026-11-20T00:00:00Z'],
  ['whole days of Berlin', '2026-10-19T22:00:00Z', '2026-11-15T23:00:00Z'],
  ['whole days of St. John’s', '2026-10-20T02:30:00Z', '2026-11-10T03:30:00Z'],
  ['ragged to the millisecond', '2026-10-24T22:17:03.511Z', '2026-11-01T05:29:59.999Z'],
  ['within an hour', '2026-11-15T18:05:00Z', '2026-11-15T18:29:59.999Z'],
] as const;

export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'America/St_Johns',
  'Australia/Lord_Howe',
];
