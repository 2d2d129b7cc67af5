import { alertsSchema } from '../../src/runtime/config/watch-schema.js';
import { DAY_MS, HOUR_MS } from '../../src/usage/window.js';
import { observe } from '../../src/watch/checks.js';
import type { Activity, HourTable } from '../../src/watch/unusual/activity.js';
import { MEASURES } from '../../src/watch/unusual/activity.js';
import type { WatchFacts } from '../../src/watch/watch-facts.js';
import type { Incident, SimulatedMonths } from './simulated-months.js';

export interface Judgement {
  readonly planted: number;
  readonly missed: readonly Incident[];
  /** Alerts of no incident: `<check> <subject>`, with the hour at which they began. */
  readonly falseAlerts: readonly string[];
  readonly falsePerMonthAnd100: number;
}

/** What is read of the past; as the reader of facts does it. */
const SPAN_HOURS = 63 * 24;
/** What follows from an incident within so many hours is part of it. */
const AFTER_HOURS = 36;

/** Looks at the months every so many hours, as the service would with the thresholds that it has by default. */
export function judgeMonths(months: SimulatedMonths, everyHours = 1): Judgement {
  const { activity, incidents, sights, trulyNew, firstJudged, identities } = months;
  const thresholds = alertsSchema.parse({}).checks;
  const missed = new Set(incidents);
  const falseAlerts: string[] = [];
  let standing = new Set<string>();
  for (let hour = firstJudged; hour <= activity.hours; hour += everyHours) {
    const now = activity.from + hour * HOUR_MS;
    const seen = sights.filter(({ firstAt }) => firstAt < now);
    // As the database answers: what is new, with what was there before.
    const firstSights = seen
      .filter(({ firstAt }) => firstAt >= now - DAY_MS)
      .map((sight) => ({
        ...sight,
        othersBefore: seen.filter(
          ({ kind, place, firstAt }) => kind === sight.kind && place === sight.place && firstAt < sight.firstAt,
        ).length,
      }));
    const observations = observe(
      { ...NOTHING, now, unusual: { activity: upTo(activity, hour), firstSights } },
      thresholds,
    );
    const next = new Set<string>();
    for (const { check, subject } of observations) {
      const key = `${check} ${subject}`;
      next.add(key);
      if (standing.has(key)) continue;
      const about = incidents.filter(({ from, to }) => hour > from && hour <= to + AFTER_HOURS);
      for (const incident of about) {
        if (incident.checks.includes(check) && subject.startsWith(incident.subject)) missed.delete(incident);
      }
      const isExplained =
        about.some(({ subject: planted, involved }) => subject.startsWith(planted) || involved.includes(subject)) ||
        trulyNew.some(({ subject: name }) => subject.startsWith(name));
      if (!isExplained) falseAlerts.push(`${key} at ${new Date(now).toISOString().slice(0, 13)}`);
    }
    standing = next;
  }
  const judgedMonths = (activity.hours - firstJudged) / (24 * 30.44);
  return {
    planted: incidents.length,
    missed: [...missed],
    falseAlerts,
    falsePerMonthAnd100: (falseAlerts.length / judgedMonths / identities) * 100,
  };
}

/** The facts of an installation in which nothing is done. */
export const NOTHING: WatchFacts = {
  now: 0,
  places: [],
  sources: [],
  unpriced: [],
  unusual: null,
  calls: { window: { from: 0, to: 0 }, list: [] },
  models: [],
  attributed: [],
  unlogged: [],
  callers: null,
};

/** What is known at an hour: the weeks before it. */
function upTo({ from, identities, teams }: Activity, hour: number): Activity {
  const first = Math.max(0, hour - SPAN_HOURS);
  const cut = (table: HourTable): HourTable => {
    const [requests, refused, tokens, usd] = MEASURES.map((measure) => table[measure].subarray(first, hour));
    if (requests === undefined || refused === undefined || tokens === undefined || usd === undefined)
      throw new Error('a table lacks a measure');
    return { requests, refused, tokens, usd };
  };
  return {
    from: from + first * HOUR_MS,
    hours: hour - first,
    identities: new Map([...identities].map(([name, table]) => [name, cut(table)])),
    teams: new Map(
      [...teams].map(([team, members]) => [
        team,
        members.map(({ identity, table }) => ({ identity, table: cut(table) })),
      ]),
    ),
  };
}
