import { COMPARED, type UnloggedHour } from '../price/unlogged.js';
import { type DayOfModel, observedRate, type UnloggedCause } from '../price/unlogged-cause.js';
import { formatUsd } from '../usage/money.js';
import type { UnloggedAnswer, UnloggedRow } from './answers/unlogged.js';

/** What each cause means, and what to do. */
const WORDS: Readonly<Record<UnloggedCause, (known: Known) => string>> = {
  loggingOff: () => 'Logging was off: switch it on, what was called before is in no log.',
  notLoggedAtThisEndpoint: () =>
    'Calls to this endpoint get no rows of request-response logging: switch inference metadata logging on, or call a region.',
  late: () => 'Records of the last hours may still arrive.',
  notCollectedYet: () => 'The logs of that time have not been read yet: it goes as collecting catches up.',
  notCollected: () => 'None of the configured sources reads the logs of that place and time.',
  sampled: ({ configuredRate, observedRate }) =>
    `The log keeps a part of the calls: configured ${rateText(configuredRate)}, observed ${rateText(observedRate)}. Set its sampling rate to 1.`,
  notRecorded: ({ cloud }) =>
    cloud === 'vertex'
      ? 'Logging is on for every call, and single ones are missing, as pairs over 10 MB and calls that were broken off are.'
      : 'Logging is on for every call, and single ones are missing, as calls that were broken off may be.',
  unknown: () => 'Nothing that is known tells why.',
};

interface Known extends Pick<UnloggedHour, 'cloud'> {
  readonly configuredRate: number | null;
  readonly observedRate: number | null;
}

/** Of settings that changed, the first few say enough. */
const MOST_EVIDENCE = 4;

function rateText(rate: number | null): string {
  return rate === null ? 'unknown' : String(Number(rate.toFixed(3)));
}

/** Classes of tokens that are compared. */
const CLASSES = COMPARED.filter((name) => name !== 'requests');

class Sums {
  requests = 0;
  pico = 0n;
  unpricedTokens = 0;
  readonly hours = new Set<number>();
  /** Each day counts once, however many of its hours miss something. */
  readonly days = new Set<DayOfModel>();
  readonly evidence = new Set<string>();
  readonly tokens = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, total: 0 };

  add({ unlogged, price, at, day, found }: UnloggedHour): void {
    this.requests += unlogged.requests;
    for (const name of CLASSES) {
      this.tokens[name] += unlogged[name];
      this.tokens.total += unlogged[name];
      if ('unpriced' in price) this.unpricedTokens += unlogged[name];
    }
    if ('priced' in price) this.pico += price.priced.total;
    this.hours.add(at);
    this.days.add(day);
    for (const words of found.evidence) this.evidence.add(words);
  }

  observedRate(): number | null {
    const days = [...this.days];
    return observedRate({
      meteredRequests: days.reduce((sum, day) => sum + day.meteredRequests, 0),
      loggedRequests: days.reduce((sum, day) => sum + day.loggedRequests, 0),
    });
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
    const key = [
      bucket,
      hour.cloud,
      hour.accountId,
      hour.region,
      hour.model,
      hour.found.cause,
      hour.configuredRate,
    ].join('\n');
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
    rows: rows.map(({ first, bucket, sums }): UnloggedRow => {
      const { cloud, accountId, region, model, configuredRate, found } = first;
      const rates = { configuredRate, observedRate: sums.observedRate() };
      return {
        bucket,
        cloud,
        accountId,
        region,
        model,
        cause: found.cause,
        words: WORDS[found.cause]({ cloud, ...rates }),
        evidence: [...sums.evidence].slice(0, MOST_EVIDENCE),
        hours: sums.hours.size,
        ...rates,
        ...sums.figures(),
      };
    }),
  };
}
