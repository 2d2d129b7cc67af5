import { DAY_MS } from '../usage/window.js';
import type { LogStore } from './log-keeping.js';
import type { PlaceQuestion } from './place-question.js';
import { dayText } from './retention-words.js';
import { valueOf, whyUnknown, type Latest } from './settings-of-place.js';

export interface ArrivalQuestion {
  readonly place: Pick<PlaceQuestion, 'metered' | 'reads' | 'now'>;
  /** What our sources that read the store call it. */
  readonly resource: string;
  /** The newest record that is there. */
  readonly newest: Latest<{ day: string | null }>;
  /** Who counts the calls: `Cloud Monitoring`. */
  readonly meter: string;
}

/**
 * Whether records arrive. Settings that say so prove nothing where the cloud does not count its deliveries: only a record of
 * yesterday or today does, and where calls were metered since yesterday and no record came, none does.
 */
export function arrivalsOf({
  place,
  resource,
  newest,
  meter,
}: ArrivalQuestion): Pick<LogStore, 'deliveries' | 'deliveriesUnknownWords'> {
  const last = lastArrivalOf(place, resource, newest);
  const arrives = { deliveries: { failed: 0, succeeded: true, countedBy: meter }, deliveriesUnknownWords: null };
  if (isRecent(last, place.now) || place.metered === 0) return arrives;
  if (newest.state !== 'known') return unknown(whyUnknown('whether records arrive', newest));
  if (place.metered === null) {
    const seen = last === null ? 'no record was found' : `the newest record is of ${dayText(last)}`;
    return unknown(
      `It cannot be told whether records arrive: ${seen}, and no meter says whether there were calls since.`,
    );
  }
  return { deliveries: { failed: place.metered, succeeded: false, countedBy: meter }, deliveriesUnknownWords: null };
}

function unknown(words: string): Pick<LogStore, 'deliveries' | 'deliveriesUnknownWords'> {
  return { deliveries: null, deliveriesUnknownWords: words };
}

/** Whether a record of yesterday or today is there. */
export function isRecent(at: number | null, now: number): boolean {
  return at !== null && at >= beginningOfYesterday(now);
}

/** From when on calls are counted for the question whether their records arrive. */
export function beginningOfYesterday(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS - DAY_MS;
}

/** The day of the newest record that was seen there or read from there. Milliseconds since 1970. */
export function lastArrivalOf(
  { reads }: Pick<PlaceQuestion, 'reads'>,
  resource: string,
  newest: Latest<{ day: string | null }>,
): number | null {
  const day = valueOf(newest)?.day ?? null;
  const read = reads.flatMap((source) => (source.resource === resource ? [source.lastCallAt] : []));
  const instants = [day === null ? null : Date.parse(day), ...read].flatMap((at) => (at === null ? [] : [at]));
  return instants.length === 0 ? null : Math.max(...instants);
}
