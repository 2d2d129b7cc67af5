import { COMPARED, type UnloggedHour } from '../price/unlogged.js';
import type { UnloggedCause } from '../price/unlogged-cause.js';
import { formatUsd } from '../usage/money.js';
import type { UnloggedAnswer, UnloggedRow } from './answers/unlogged.js';

/** What each cause means, and what to do. */
const WORDS: Readonly<Record<UnloggedCause, string>> = {
  notCollectedYet: 'The logs of that time have not been read yet: it goes as collecting catches up.',
  late: 'Records of the last hours may still arrive.',
  notLoggedAtThisEndpoint:
    'Calls to the global and to multi-regional endpoints get no rows of request-response logging: switch inference metadata logging on, or call a region.',
  loggingOff: 'No log tells tokens of this model here on those days: logging is off, or no source reads it.',
  sampled: 'The log keeps only a part of the calls: set its sampling rate to 1.',
  notRecorded: 'Single calls are missing, as pairs over 10 MB and calls that were broken off are.',
};

/** Classes of tokens that are compared. */
const CLASSES = COMPARED.filter((name) => name !== 'requests');

class Sums {
  requests = 0;
  pico = 0n;
  unpricedTokens = 0;
  readonly hours = new Set<number>();
  observedRate: number | null = null;
  readonly tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, total: 0 };

  add({ unlogged, price, at, observedRate }: UnloggedHour): void {
    this.requests += unlogged.requests;
    for (const name of CLASSES) {
      this.tokens[name] += unlogged[name];
      this.tokens.total += unlogged[name];
      if ('unpriced' in price) this.unpricedTokens += unlogged[name];
    }
    if ('priced' in price) this.pico += price.priced.total;
    this.hours.add(at);
    if (observedRate !== null) this.observedRate = Math.min(this.observedRate ?? 1, observedRate);
  }

  figures() {
    const { requests, tokens, unpricedTokens } = this;
    return { requests, tokens, costUsd: formatUsd(this.pico), unpricedTokens };
  }
}

/** Hours added up by place, model, cause and bucket; the most expensive first. */
export function shapeUnlogged(
  hours: readonly UnloggedHour[],
  bucketOf: (at: number) => string | null,
): Pick<UnloggedAnswer, 'totals' | 'rows'> {
  const total = new Sums();
  const groups = new Map<
    string,
    { readonly first: UnloggedHour; readonly bucket: string | null; readonly sums: Sums }
  >();
  for (const hour of hours) {
    const bucket = bucketOf(hour.at);
    const key = [bucket, hour.cloud, hour.accountId, hour.region, hour.model, hour.cause].join('\n');
    const group = groups.get(key) ?? { first: hour, bucket, sums: new Sums() };
    groups.set(key, group);
    group.sums.add(hour);
    total.add(hour);
  }
  const rows = [...groups.values()].toSorted((a, b) =>
    a.sums.pico === b.sums.pico ? 0 : a.sums.pico < b.sums.pico ? 1 : -1,
  );
  return {
    totals: total.figures(),
    rows: rows.map(({ first: { cloud, accountId, region, model, cause }, bucket, sums }): UnloggedRow => ({
      bucket,
      cloud,
      accountId,
      region,
      model,
      cause,
      words: WORDS[cause],
      hours: sums.hours.size,
      observedRate: sums.observedRate,
      ...sums.figures(),
    })),
  };
}
