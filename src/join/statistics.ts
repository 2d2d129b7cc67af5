import type { Apart, LogStatistics } from '../usage/log-statistics.js';
import type { Window } from '../usage/window.js';
import type { Seen } from './calls.js';
import { callerKey, type Fit } from './fit.js';
import { WIDEST_MS } from './tolerance.js';
import { groupedBy } from '../usage/grouped-by.js';

/** Of a group no more than so many calls and entries are kept, evenly over its time: they tell as much as all. */
const MOST_KEPT = 50;

/** The kind of a call or an entry: what must be the same of both. */
export const kindOf = ({ event }: Seen): string =>
  `${event.streamed ? 'streamed' : 'whole'} ${event.outcome === 'failed' ? 'failed' : 'answered'}`;

/** The statistics of one group in one hour. */
export function statisticsOf({ entriesOf, callsOf }: Fit, hour: Window): LogStatistics {
  const isInHour = ({ at }: Seen) => at >= hour.from && at < hour.to;
  const company = companyOf([...callsOf.keys()]);
  const calls = [...entriesOf].flatMap(([call, entries]) => {
    if (!isInHour(call)) return [];
    const [only, another] = entries;
    const isAlone = only !== undefined && another === undefined && callsOf.get(only)?.length === 1;
    return [{ kind: kindOf(call), fits: entries.map((entry) => apart(call, entry)), isAlone }];
  });
  const seen = [...callsOf].flatMap(([entry, fitting]) => {
    if (!isInHour(entry)) return [];
    const fits = fitting.map((call) => apart(call, entry));
    const lastedMs = entry.endedBefore === null ? null : entry.endedBefore - entry.at;
    return [{ kind: kindOf(entry), fits, lastedMs, company: company.get(entry) ?? 0 }];
  });
  return { calls: evenly(calls), entries: evenly(seen) };
}

function evenly<One>(all: readonly One[]): readonly One[] {
  if (all.length <= MOST_KEPT) return all;
  return Array.from({ length: MOST_KEPT }, (_, index) => all[Math.floor((index * all.length) / MOST_KEPT)]).flatMap(
    (one) => (one === undefined ? [] : [one]),
  );
}

export function apart(call: Seen, entry: Seen): Apart {
  const endMs = call.end === null || entry.endedBefore === null ? null : entry.endedBefore - call.end;
  return { startMs: entry.at - call.at, endMs };
}

/** The statistics of several groups. */
export function pooled(all: readonly LogStatistics[]): LogStatistics {
  return { calls: all.flatMap(({ calls }) => calls), entries: all.flatMap(({ entries }) => entries) };
}

function companyOf(entries: readonly Seen[]): Map<Seen, number> {
  const company = new Map<Seen, number>();
  for (const sorted of groupedBy(entries, kindOf).values()) {
    sorted.sort((a, b) => a.at - b.at);
    const keys = sorted.map(callerKey);
    for (const [index, entry] of sorted.entries()) {
      for (let next = index + 1; next < sorted.length; next += 1) {
        const other = sorted[next];
        if (other === undefined || other.at - entry.at > WIDEST_MS) break;
        if (keys[next] === keys[index]) continue;
        company.set(entry, (company.get(entry) ?? 0) + 1);
        company.set(other, (company.get(other) ?? 0) + 1);
      }
    }
  }
  return company;
}
