import type { Pool } from 'pg';
import type { PriceBook } from '../price/rates.js';
import { type KnownOfHours, unloggedUsage } from '../price/unlogged.js';
import type { UnloggedCause } from '../price/unlogged-cause.js';
import { callersSince } from '../store/questions/callers-since.js';
import { callsSince, failuresSince } from '../store/questions/calls-since.js';
import { modelsUsed } from '../store/questions/models-used.js';
import { settingsHistory } from '../store/questions/settings-history.js';
import { unattributedShare } from '../store/questions/unattributed-share.js';
import { loggedByHour, meteredByHour } from '../store/questions/unlogged-usage.js';
import { adviceOn } from '../usage/error-advice.js';
import { DAY_MS, HOUR_MS, type Window } from '../usage/window.js';
import { loggingFactsOf } from './logging-facts-of.js';
import type { Gateway } from './unusual/gateway.js';
import type { ModelCalls, UnloggedFacts, WatchFacts } from './watch-facts.js';

/** Models and teams are looked at over the last days, so that what is mended stops counting soon. */
const SHARE_DAYS = 7;

/** Causes that say nothing yet: the records may still come. */
const NOT_YET: ReadonlySet<UnloggedCause> = new Set(['late', 'notCollectedYet']);

export interface UseQuestion {
  readonly now: number;
  readonly book: PriceBook;
  readonly gateway: Gateway;
  /** Whether every source has read a span: a first collection reads the newest first, and leaves gaps for a while. */
  readonly isRead: (span: Window) => boolean;
}

type UseFacts = Pick<WatchFacts, 'calls' | 'models' | 'attributed' | 'unlogged' | 'callers'>;

/** What is used, of what, by whom, and with what success, from roll-ups and from the events of two hours. */
export async function readUseFacts(pool: Pool, question: UseQuestion): Promise<UseFacts> {
  const { now, gateway } = question;
  const window = { from: Math.floor(now / HOUR_MS) * HOUR_MS - HOUR_MS, to: now };
  const since = Math.floor(now / DAY_MS) * DAY_MS - SHARE_DAYS * DAY_MS;
  const isGatewayNamed = gateway.principals.length + gateway.addresses.length > 0;
  const [calls, failures, models, attributed, unlogged, callers] = await Promise.all([
    callsSince(pool, window.from),
    failuresSince(pool, window.from),
    modelsUsed(pool, since),
    unattributedShare(pool, since),
    readUnlogged(pool, question),
    isGatewayNamed ? callersSince(pool, window.from) : null,
  ]);
  return {
    calls: { window, list: withFailures(calls, failures) },
    models: models.map((model) => ({ ...model, since })),
    attributed: attributed.map((share) => ({ ...share, since })),
    unlogged,
    callers: callers === null ? null : { window, list: callers },
  };
}

function withFailures(
  calls: Awaited<ReturnType<typeof callsSince>>,
  failures: Awaited<ReturnType<typeof failuresSince>>,
): ModelCalls[] {
  const counts = new Map<string, { throttled: number; failed: number }>();
  for (const failure of failures) {
    const count = counts.get(keyOf(failure)) ?? { throttled: 0, failed: 0 };
    counts.set(keyOf(failure), count);
    count[adviceOn('failed', failure.errorCode).trouble === 'throttled' ? 'throttled' : 'failed'] += failure.requests;
  }
  return calls.map((call) => ({ ...call, ...(counts.get(keyOf(call)) ?? { throttled: 0, failed: 0 }) }));
}

function keyOf({ cloud, accountId, region, model }: Omit<ModelCalls, 'requests' | 'throttled' | 'failed'>): string {
  return [cloud, accountId, region, model].join('\n');
}

/** Metered less logged in each place, of the last 24 hours and as far as no record can still come. */
async function readUnlogged(pool: Pool, { now, book, isRead }: UseQuestion): Promise<UnloggedFacts[]> {
  const window = { from: Math.floor(now / HOUR_MS) * HOUR_MS - DAY_MS, to: now };
  const [metered, logged, settings] = await Promise.all([
    meteredByHour(pool, window),
    loggedByHour(pool, window),
    settingsHistory(pool, { since: window.from - DAY_MS }),
  ]);
  const places = new Map<string, { -readonly [K in keyof UnloggedFacts]: UnloggedFacts[K] }>();
  const placeOf = ({ cloud, accountId, region }: Pick<UnloggedFacts, 'cloud' | 'accountId' | 'region'>) => {
    const key = [cloud, accountId, region].join('\n');
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = { cloud, accountId, region, metered: 0, unlogged: 0 };
    places.set(key, place);
    return place;
  };
  for (const hour of metered) placeOf(hour).metered += hour.requests;
  const known = { book, now, loggingAt: loggingFactsOf(settings, now), readingOf: readingBy(isRead) };
  for (const hour of unloggedUsage(metered, logged, known)) {
    if (NOT_YET.has(hour.found.cause)) continue;
    placeOf(hour).unlogged += hour.unlogged.requests;
  }
  return [...places.values()];
}

/** What every source has read counts as read: an alert may wait for the slowest. */
function readingBy(isRead: UseQuestion['isRead']): KnownOfHours['readingOf'] {
  return (_, at) =>
    isRead({ from: at, to: at + HOUR_MS })
      ? { state: 'read', words: 'The hour has been read.' }
      : { state: 'notYet', words: 'The hour has not been read by every source yet.' };
}
