/** What can go wrong, each a share of 0 to 1 unless its name says otherwise. Which records and requests are hit follows from the seed. */
export interface Faults {
  /** Records that are ingested minutes to hours after their timestamp; their place in the log is that of the timestamp. */
  readonly lateShare: number;
  readonly lateMaxMinutes: number;
  /** Records that are ingested up to three minutes after ones that happened later. */
  readonly outOfOrder: number;
  /** Records that are delivered twice, the second time under another event id, at once or much later. */
  readonly duplicateShare: number;
  /** Objects of records in S3 that appear up to an hour late, in the folder of their records' hour. */
  readonly lateObjectShare: number;
  /** Pages without events and with a token to go on. */
  readonly emptyPageShare: number;
  /** Requests that are throttled although the quota is not used up. */
  readonly throttleShare: number;
  readonly serverErrorShare: number;
  /** Page tokens that are refused as if they were older than a day. */
  readonly tokenExpiryShare: number;
  /** Requests whose connection is cut, before the answer or in the middle of it. */
  readonly dropConnectionShare: number;
  /** Milliseconds that every answer waits. */
  readonly slowMs: number;
  /** 1: the documented quotas of requests a second hold. 0: they do not. Between and above: they are multiplied. */
  readonly quotaFactor: number;
}

export const NO_FAULTS: Faults = {
  lateShare: 0,
  lateMaxMinutes: 90,
  outOfOrder: 0,
  duplicateShare: 0,
  lateObjectShare: 0,
  emptyPageShare: 0,
  throttleShare: 0,
  serverErrorShare: 0,
  tokenExpiryShare: 0,
  dropConnectionShare: 0,
  slowMs: 0,
  quotaFactor: 1,
};

/** A little of what every real log has. */
export const DEMO_FAULTS: Faults = {
  ...NO_FAULTS,
  lateShare: 0.004,
  outOfOrder: 0.02,
  duplicateShare: 0.003,
  lateObjectShare: 0.03,
  emptyPageShare: 0.03,
};

const NAMES: readonly (keyof Faults)[] = [
  'lateShare',
  'lateMaxMinutes',
  'outOfOrder',
  'duplicateShare',
  'lateObjectShare',
  'emptyPageShare',
  'throttleShare',
  'serverErrorShare',
  'tokenExpiryShare',
  'dropConnectionShare',
  'slowMs',
  'quotaFactor',
];
const UNBOUNDED = new Set<string>(['lateMaxMinutes', 'slowMs', 'quotaFactor']);

/** A change of some faults from outside, checked: an unknown name or an impossible value throws and says which. */
export function changeFaults(current: Faults, change: unknown): Faults {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) {
    throw new TypeError('faults: expected a JSON object such as {"lateShare":0.01}');
  }
  const next = { ...current };
  for (const [name, value] of Object.entries(change)) {
    const known = NAMES.find((candidate) => candidate === name);
    if (known === undefined) throw new TypeError(`faults: "${name}" is not one of ${NAMES.join(', ')}`);
    const most = UNBOUNDED.has(name) ? Number.POSITIVE_INFINITY : 1;
    if (typeof value !== 'number' || !(value >= 0 && value <= most)) {
      throw new TypeError(`faults: ${name} is ${JSON.stringify(value)}, expected a number from 0 to ${most}`);
    }
    next[known] = value;
  }
  return next;
}
