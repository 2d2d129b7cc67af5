import type { Observation } from '../../usage/alert.js';
import { DAY_MS, HOUR_MS } from '../../usage/window.js';
import { countText, hourText, usdText } from '../figure-words.js';
import type { Activity, HourTable, Member } from '../unusual/activity.js';
import { type Busy, busyOf, findSpike, firstOf, type Spike, type SpikeRules, sumsOfDays } from '../unusual/spike.js';
import { quantile } from '../unusual/statistics.js';
import { viewLink } from '../view-link.js';
import type { Thresholds, WatchFacts } from '../watch-facts.js';

type Measure = 'usd' | 'tokens';
type SpikeThresholds = Thresholds['usageSpike'];

interface Found {
  readonly measure: Measure;
  readonly spike: Spike;
}

/**
 * Does anybody spend, or use, much more than usual? One alert for each identity and team and for as long as it goes on, and
 * somewhat longer: what stops for an hour is the same episode. A team is judged without those of its people who are told of
 * themselves; where they are many it is the team that is told of, and they are not.
 */
export function checkUsageSpike({ unusual }: WatchFacts, { usageSpike }: Thresholds): Observation[] {
  if (unusual === null) return [];
  const { activity } = unusual;
  const judged = judgedHours(activity, usageSpike.coolDownHours);
  const judge = (tables: ReadonlyMap<string, Table>) => {
    const crowd = crowdOf(tables, activity, usageSpike);
    return new Map(
      [...tables].flatMap(([name, table]) => {
        const found = find(table, activity, judged, usageSpike, crowd);
        return found === null ? [] : [[name, found] as const];
      }),
    );
  };
  const ofPeople = judge(activity.identities);
  const moved = new Set([...activity.teams].filter(([, members]) => isMany(members, ofPeople)).map(([team]) => team));
  const ofTeams = judge(
    new Map(
      [...activity.teams].map(([team, members]) => [
        team,
        tableOf(members, moved.has(team) ? NOBODY : ofPeople, judged, activity),
      ]),
    ),
  );
  const withTheirTeam = new Set(
    [...activity.teams]
      .filter(([team]) => moved.has(team) && ofTeams.has(team))
      .flatMap(([, members]) => members.map(({ identity }) => identity)),
  );
  return [
    ...[...ofPeople].filter(([name]) => !withTheirTeam.has(name)).map(([name, found]) => told('person', name, found)),
    ...[...ofTeams].map(([name, found]) => told('team', name, found)),
  ];
}

type Table = Pick<HourTable, Measure>;
const NOBODY: ReadonlyMap<string, Found> = new Map();
/** So many, and at least this share, make it the team's. */
const MANY = 3;
const SHARE = 0.25;

function isMany(members: readonly Member[], found: ReadonlyMap<string, Found>): boolean {
  const spiking = members.filter(({ identity }) => identity !== null && found.has(identity)).length;
  return spiking >= MANY && spiking >= SHARE * members.length;
}

/** The hour that is not over yet, and those before it in which a spike keeps its alert standing. */
export function judgedHours({ hours }: Activity, coolDownHours: number): number[] {
  return Array.from({ length: coolDownHours + 1 }, (_, step) => hours - 1 - coolDownHours + step).filter(
    (index) => index >= 0,
  );
}

function find(
  table: Table,
  { from }: Activity,
  judged: readonly number[],
  thresholds: SpikeThresholds,
  crowd: (measure: Measure) => Busy | null,
): Found | null {
  for (const measure of ['usd', 'tokens'] as const) {
    const spike = findSpike(
      { from, values: table[measure] },
      judged,
      rulesOf(measure, thresholds, () => crowd(measure)),
    );
    if (spike !== null) return { measure, spike };
  }
  return null;
}

function rulesOf(measure: Measure, thresholds: SpikeThresholds, crowd: () => Busy | null): SpikeRules {
  const { factor, learningDays, minUsd, minTokens } = thresholds;
  return { factor, learningDays, crowd, minimum: measure === 'usd' ? minUsd : minTokens };
}

/** The busy hours of those that are known for long enough, which nearly all of them stay below. Found once, when asked for. */
function crowdOf(
  tables: ReadonlyMap<string, Table>,
  { hours }: Activity,
  { learningDays }: SpikeThresholds,
): (measure: Measure) => Busy | null {
  const known = new Map<Measure, Busy | null>();
  const busyOfAll = (measure: Measure): Busy | null => {
    const busy = [...tables.values()].flatMap(({ [measure]: values }) => {
      const born = firstOf(values);
      if (born === null || hours - born < learningDays * 24) return [];
      const one = busyOf(values, sumsOfDays(values), hours - 1, born);
      return Number.isFinite(one.hour) ? [one] : [];
    });
    if (busy.length === 0) return null;
    const most = (of: keyof Busy) => {
      const all = busy.map((one) => one[of]);
      return quantile(all, 0.9);
    };
    return { hour: most('hour'), day: most('day') };
  };
  return (measure) => {
    const before = known.get(measure);
    if (before !== undefined) return before;
    const found = busyOfAll(measure);
    known.set(measure, found);
    return found;
  };
}

/** What a team did, without the latest of those who are told of themselves. */
function tableOf(
  members: readonly Member[],
  ofPeople: ReadonlyMap<string, Found>,
  judged: readonly number[],
  { hours }: Activity,
): Record<Measure, Float64Array> {
  const sum = { usd: new Float64Array(hours), tokens: new Float64Array(hours) };
  const latest = (judged[0] ?? 0) - 24;
  for (const { identity, table } of members) {
    const upTo = identity !== null && ofPeople.has(identity) ? latest : hours;
    for (const measure of ['usd', 'tokens'] as const) {
      const values = sum[measure];
      for (let index = 0; index < upTo; index += 1) {
        values[index] = (values[index] ?? 0) + (table[measure][index] ?? 0);
      }
    }
  }
  return sum;
}

function told(dimension: 'person' | 'team', name: string, { measure, spike }: Found): Observation {
  const { at, span, value, usual, limit } = spike;
  const text = (figure: number) => (measure === 'usd' ? usdText(figure) : `${countText(figure)} tokens`);
  const verb = measure === 'usd' ? 'spent' : 'used';
  const when = span === 'hour' ? `in the hour from ${hourText(at)}` : `in the 24 hours up to ${hourText(at + HOUR_MS)}`;
  const range = { from: span === 'hour' ? at : at + HOUR_MS - DAY_MS, to: at + HOUR_MS };
  return {
    check: 'usage-spike',
    subject: `${dimension}/${name}`,
    state: value > 2 * limit ? 'ALERT' : 'WARN',
    words: `${name} ${verb} ${text(value)} ${when}. At these hours of the week ${text(usual)} is usual, and up to ${text(limit)} would have been nothing new. Costs has the models and places.`,
    evidence: {
      span,
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
      [measure]: measure === 'usd' ? value.toFixed(2) : Math.round(value),
      [`${measure}Usual`]: measure === 'usd' ? usual.toFixed(2) : Math.round(usual),
      [`${measure}Limit`]: measure === 'usd' ? limit.toFixed(2) : Math.round(limit),
    },
    link: viewLink('/costs', range, { [dimension]: name }),
  };
}
