import { Random, seedWordsOf } from '../../simulator/random.js';
import type { SightKind } from '../../src/usage/first-sight.js';
import { DAY_MS, HOUR_MS } from '../../src/usage/window.js';
import type { Activity, HourTable, Member } from '../../src/watch/unusual/activity.js';
import type { FirstSight } from '../../src/watch/unusual/first-seen.js';

/** Eight weeks that are learned from, and two months that are judged. */
const BEGIN = Date.parse('2026-08-03T00:00:00Z');
export const LEARNED_DAYS = 56;
const JUDGED_DAYS = 61;
const HOURS = (LEARNED_DAYS + JUDGED_DAYS) * 24;
const FIRST_JUDGED = LEARNED_DAYS * 24;

/** Something that was planted, and the checks of which one has to tell of it. */
export interface Incident {
  readonly kind: string;
  readonly checks: readonly string[];
  /** What the subject of the alert begins with. */
  readonly subject: string;
  /** Others who are part of it: what is told of them is no false alert. */
  readonly involved: readonly string[];
  /** Hours since the beginning. */
  readonly from: number;
  readonly to: number;
}

/** Months of an installation, with what was planted in them. */
export interface SimulatedMonths {
  readonly activity: Activity;
  readonly sights: readonly Omit<FirstSight, 'othersBefore'>[];
  readonly incidents: readonly Incident[];
  readonly identities: number;
  readonly firstJudged: number;
  /** What is new and harmless, and told of rightly: people who join, a model that comes out. */
  readonly trulyNew: readonly { readonly subject: string; readonly at: number }[];
}

interface Person {
  readonly name: string;
  readonly team: string;
  readonly kind: 'person' | 'service' | 'nightly' | 'monday' | 'month end' | 'bursts';
  /** Hour of the day (UTC) at which work begins. */
  readonly begins: number;
  /** Dollars of a usual hour. */
  readonly usd: number;
  readonly joins: number;
  readonly isRoaming: boolean;
  /** Calls from home too; others from their company's network alone. */
  readonly isAtHome: boolean;
  readonly away: readonly (readonly [from: number, to: number])[];
  /** How many times as much in the end: some take to it. */
  readonly growth: number;
  readonly table: HourTable;
}

const TEAMS = ['claims', 'pricing', 'fraud', 'legal', 'data', 'platform', 'support', 'research'] as const;
/** Where offices are: hours from UTC. */
const ZONES = [-7, -5, 0, 1, 2, 5] as const;
const NEW_TEAM = 'actuaries';

/**
 * About a hundred identities that work as people and programs do: on weekdays and in their zone, more in some hours than in
 * others, late at times, away on holidays; batches by night, on Mondays and at the end of the month; all grow, a few much;
 * a team joins and a model comes out. The same seed gives the same months.
 */
export function simulateMonths(seed: string): SimulatedMonths {
  const random = new Random(seedWordsOf(seed));
  const people = makePeople(random);
  const holidays = new Set(Array.from({ length: 5 }, () => random.whole(3, LEARNED_DAYS + JUDGED_DAYS - 1)));
  for (const person of people) work(person, holidays, random);
  const sights = usualSights(people, random);
  const incidents = plant(people, sights, random);
  const teams = new Map<string, Member[]>();
  for (const { team, name, table } of people) teams.set(team, [...(teams.get(team) ?? []), { identity: name, table }]);
  const trulyNew = sights
    .filter(({ harmless }) => harmless)
    .map(({ kind, value, firstAt }) => ({ subject: `${kind}/${value}`, at: (firstAt - BEGIN) / HOUR_MS }));
  return {
    activity: {
      from: BEGIN,
      hours: HOURS,
      identities: new Map(people.map(({ name, table }) => [name, table])),
      teams,
    },
    sights: withContext(sights),
    incidents,
    identities: people.length,
    firstJudged: FIRST_JUDGED,
    trulyNew,
  };
}

function makePeople(random: Random): Person[] {
  const people: Person[] = [];
  const add = (name: string, team: string, kind: Person['kind'], joins = 0) => {
    const empty = () => new Float64Array(HOURS);
    const holiday = random.whole(0, HOURS);
    people.push({
      name,
      team,
      kind,
      begins: (8 + random.whole(-1, 1) - random.pick(ZONES) + 24) % 24,
      usd: kind === 'person' ? 0.3 * Math.exp(2.5 * random.unit()) : 1 * Math.exp(3 * random.unit()),
      joins,
      isRoaming: kind === 'person' && random.chance(0.15),
      isAtHome: kind === 'person' && random.chance(0.5),
      away: kind === 'person' && random.chance(0.6) ? [[holiday, holiday + random.whole(3, 15) * 24]] : [],
      growth: random.chance(0.05) ? 3 : 1 + 0.3 * random.unit(),
      table: { requests: empty(), refused: empty(), tokens: empty(), usd: empty() },
    });
  };
  for (let index = 0; index < 72; index += 1) add(`person-${index}`, random.pick(TEAMS), 'person');
  for (let index = 0; index < 12; index += 1) add(`service-${index}`, random.pick(TEAMS), 'service');
  for (let index = 0; index < 4; index += 1) add(`nightly-${index}`, random.pick(TEAMS), 'nightly');
  for (let index = 0; index < 2; index += 1) add(`weekly-${index}`, random.pick(TEAMS), 'monday');
  for (let index = 0; index < 2; index += 1) add(`closing-${index}`, random.pick(TEAMS), 'month end');
  for (let index = 0; index < 4; index += 1) add(`pipeline-${index}`, random.pick(TEAMS), 'bursts');
  const founded = FIRST_JUDGED + random.whole(5, 40) * 24 + 9;
  for (let index = 0; index < 7; index += 1) {
    add(`actuary-${index}`, NEW_TEAM, 'person', founded + random.whole(0, 14) * 24 + random.whole(0, 5));
  }
  return people;
}

function work(person: Person, holidays: ReadonlySet<number>, random: Random): void {
  let late = 0;
  let night = 0;
  for (let hour = person.joins; hour < HOURS; hour += 1) {
    const date = new Date(BEGIN + hour * HOUR_MS);
    if (hour % 24 === 0) {
      late = random.chance(0.02) ? random.whole(1, 3) : 0;
      // Once in six years of one person's nights: a release that went wrong.
      night = random.chance(0.0005) ? random.whole(1, 3) : 0;
    }
    if (person.away.some(([from, to]) => hour >= from && hour < to)) continue;
    const weekday = date.getUTCDay() % 6 !== 0 && !holidays.has(Math.floor(hour / 24));
    const share = shareOf(person, date, weekday, { late, night }, random);
    if (share === 0) continue;
    const grown = 1 + ((person.growth - 1) * hour) / HOURS;
    const spread = person.kind === 'service' ? 0.25 : 0.9;
    // Three uniform numbers make nearly a normal one; the tail beyond is drawn apart.
    const wild = random.chance(0.01) ? 1 + 2 * random.unit() : 1;
    spend(person.table, hour, person.usd * share * grown * wild * (random.size(10_000, spread) / 10_000), random);
  }
}

/** Hours after work: of the evening, and of the night. */
interface Late {
  readonly late: number;
  readonly night: number;
}

/** How much of its usual hour is done in this one. */
function shareOf(person: Person, date: Date, weekday: boolean, { late, night }: Late, random: Random): number {
  const sinceBegin = (date.getUTCHours() - person.begins + 24) % 24;
  switch (person.kind) {
    case 'person': {
      if (!weekday) return random.chance(0.004) && sinceBegin < 8 ? 0.5 : 0;
      if (sinceBegin >= 15 && sinceBegin < 15 + night) return 1;
      return sinceBegin < 9 + late && random.chance(0.65) ? 1 : 0;
    }
    case 'service':
      return (weekday ? 1 : 0.5) * (0.3 + 0.7 * Math.max(0, Math.sin((sinceBegin / 24) * 2 * Math.PI)));
    case 'nightly':
      return sinceBegin >= 17 && sinceBegin < 20 ? 2 : 0;
    case 'monday':
      return date.getUTCDay() === 1 && sinceBegin < 4 ? 8 : random.chance(0.1) ? 0.3 : 0;
    case 'month end': {
      const tomorrow = new Date(date.getTime() + 2 * DAY_MS).getUTCDate();
      return tomorrow <= 2 ? 6 : weekday && sinceBegin < 8 ? 0.5 : 0;
    }
    default:
      return weekday && random.chance(0.25) ? 1 : 0;
  }
}

function spend(table: HourTable, hour: number, usd: number, random: Random): void {
  const requests = Math.max(1, Math.round(usd * 12));
  const refused = random.chance(Math.min(1, requests * 0.003)) ? random.whole(1, 2) : 0;
  table.usd[hour] = (table.usd[hour] ?? 0) + usd;
  table.tokens[hour] = (table.tokens[hour] ?? 0) + usd * 350_000;
  table.requests[hour] = (table.requests[hour] ?? 0) + requests;
  table.refused[hour] = (table.refused[hour] ?? 0) + Math.min(requests, refused);
}

interface Sight {
  readonly kind: SightKind;
  readonly place: string;
  readonly value: string;
  readonly firstAt: number;
  readonly harmless: boolean;
}

const ACCOUNTS = ['bedrock/111122223333', 'bedrock/444455556666', 'vertex/insurer-claims'] as const;

/** What is seen first in months without incidents: mostly at their beginning, when nothing is told of. */
function usualSights(people: readonly Person[], random: Random): Sight[] {
  const sights: Sight[] = [];
  const see = (kind: SightKind, place: string, value: string, hour: number, harmless = false) =>
    sights.push({ kind, place, value, firstAt: BEGIN + hour * HOUR_MS, harmless });
  for (const account of ACCOUNTS) {
    for (const region of ['us-east-1', 'eu-west-1']) see('region', account, region, random.whole(0, 48));
    for (const scope of ['global', 'region', 'geo']) see('scope', account, scope, random.whole(0, 72));
    for (const model of ['claude-sonnet-5', 'claude-opus-5', 'claude-haiku-4-5']) see('model', '', model, 5);
    // A model comes out, and is taken up by one account after the other.
    const launch = FIRST_JUDGED + 20 * 24 + random.whole(0, 200);
    see('model', '', 'claude-fable-5-2', launch, true);
  }
  for (const client of ['claude-cli', 'Boto3', 'anthropic-sdk-typescript'])
    see('client', '', client, random.whole(0, 24));
  for (const person of people) {
    const isNew = person.joins > 0;
    see('identity', random.pick(ACCOUNTS), person.name, isNew ? person.joins : random.whole(0, 100), isNew);
    see('address', person.name, '198.51.100.0/24', person.joins);
    if (person.kind !== 'person') continue;
    if (person.isAtHome) see('address', person.name, `home-${person.name}`, person.joins + random.whole(0, 500));
    const moves = person.isRoaming ? 16 : random.chance(0.1) ? 1 : 0;
    for (let move = 0; move < moves; move += 1) {
      see('address', person.name, `on-the-way-${move}-${person.name}`, random.whole(person.joins, HOURS - 1));
    }
  }
  return sights;
}

/** Each sight with what is known of its place by then, as the database tells it. */
function withContext(sights: readonly Sight[]): Omit<FirstSight, 'othersBefore'>[] {
  const least = (all: readonly Sight[]) => Math.min(...all.map(({ firstAt }) => firstAt));
  return sights.map(({ kind, place, value, firstAt }) => ({
    kind,
    place,
    value,
    firstAt,
    placeSince: least(sights.filter((other) => other.kind === kind && other.place === place)),
    anywhereSince: least(sights.filter((other) => other.kind === kind && other.value === value)),
  }));
}

/** Incidents of every kind, on people and programs that are known for long enough, a day and a half apart. */
function plant(people: readonly Person[], sights: Sight[], random: Random): Incident[] {
  const incidents: Incident[] = [];
  const known = people.filter(({ joins }) => joins === 0);
  const busyHour = ({ table }: Person, hour: number) => {
    const active = Array.from(table.usd.subarray(Math.max(0, hour - 56 * 24), hour)).filter((usd) => usd > 0);
    return active.toSorted((a, b) => a - b)[Math.floor(active.length * 0.95)] ?? 1;
  };
  const free = [...known];
  const takeOne = (fits: (person: Person) => boolean = () => true): Person => {
    const fitting = free.filter(fits);
    const chosen = fitting[random.whole(0, fitting.length - 1)] ?? free[0];
    if (chosen === undefined) throw new Error('more incidents than identities');
    free.splice(free.indexOf(chosen), 1);
    return chosen;
  };
  const anHour = () => FIRST_JUDGED + random.whole(24, (JUDGED_DAYS - 4) * 24);
  const tell = (incident: Omit<Incident, 'involved'> & { involved?: readonly string[] }) =>
    incidents.push({ involved: [], ...incident });

  for (let index = 0; index < 10; index += 1) {
    const who = takeOne();
    const from = anHour();
    const hours = random.whole(6, 30);
    const usd = Math.max(15, busyHour(who, from) * (2 + 6 * random.unit()));
    for (let hour = from; hour < from + hours; hour += 1)
      spend(who.table, hour, usd * (0.7 + 0.6 * random.unit()), random);
    tell({
      kind: 'stolen key',
      checks: ['usage-spike'],
      subject: `person/${who.name}`,
      involved: [`team/${who.team}`],
      from,
      to: from + hours,
    });
  }
  for (let index = 0; index < 10; index += 1) {
    const who = takeOne();
    const from = anHour();
    const hours = random.whole(1, 3);
    const usd = Math.max(15, busyHour(who, from) * (8 + 22 * random.unit()));
    for (let hour = from; hour < from + hours; hour += 1) spend(who.table, hour, usd, random);
    tell({
      kind: 'runaway loop',
      checks: ['usage-spike'],
      subject: `person/${who.name}`,
      involved: [`team/${who.team}`],
      from,
      to: from + hours,
    });
  }
  for (const team of [TEAMS[0], TEAMS[3], TEAMS[5]]) {
    const members = known.filter((person) => person.team === team);
    let from = anHour();
    while ((new Date(BEGIN + from * HOUR_MS).getUTCDay() + 6) % 7 > 3) from += 24;
    const factor = 7 + 6 * random.unit();
    for (const { table } of members) {
      for (let hour = from; hour < from + 24; hour += 1) {
        for (const measure of ['usd', 'tokens', 'requests'] as const)
          table[measure][hour] = (table[measure][hour] ?? 0) * factor;
      }
    }
    tell({
      kind: 'whole team',
      checks: ['usage-spike'],
      subject: `team/${team}`,
      involved: members.map(({ name }) => `person/${name}`),
      from,
      to: from + 24,
    });
  }
  for (let index = 0; index < 6; index += 1) {
    const who = takeOne();
    const from = anHour();
    const hours = random.whole(1, 4);
    for (let hour = from; hour < from + hours; hour += 1) {
      const refused = random.whole(15, 120);
      who.table.requests[hour] = (who.table.requests[hour] ?? 0) + refused + random.whole(0, 20);
      who.table.refused[hour] = (who.table.refused[hour] ?? 0) + refused;
    }
    tell({ kind: 'refusals', checks: ['refusals'], subject: `person/${who.name}`, from, to: from + hours });
  }
  for (let index = 0; index < 6; index += 1) {
    const who = takeOne(({ kind, away }) => kind === 'person' && away.length === 0);
    const day = anHour();
    const from = day - (day % 24) + ((who.begins + 15) % 24);
    const usual = Array.from({ length: 28 }, (_, back) =>
      who.table.requests.subarray(from - (back + 1) * 24, from - back * 24).reduce((sum, one) => sum + one, 0),
    ).filter((sum) => sum > 0);
    const calls = Math.max(
      30,
      (usual.toSorted((a, b) => a - b)[Math.floor(usual.length / 2)] ?? 0) * (0.8 + random.unit()),
    );
    for (let hour = from; hour < from + 4; hour += 1) {
      who.table.requests[hour] = (who.table.requests[hour] ?? 0) + Math.ceil(calls / 4);
    }
    tell({ kind: 'off hours', checks: ['off-hours'], subject: `person/${who.name}`, from, to: from + 4 });
  }
  const see = (kind: SightKind, place: string, value: string) => {
    const hour = anHour();
    sights.push({ kind, place, value, firstAt: BEGIN + hour * HOUR_MS, harmless: false });
    tell({
      kind: `first seen: ${kind}`,
      checks: ['first-seen'],
      subject: `${kind}/${value}`,
      from: hour,
      to: hour + 1,
    });
  };
  for (let index = 0; index < 4; index += 1) see('identity', random.pick(ACCOUNTS), `backdoor-${index}`);
  for (const region of ['ap-south-1', 'sa-east-1']) see('region', random.pick(ACCOUNTS), region);
  see('scope', ACCOUNTS[2], 'multi-region');
  for (const client of ['python-requests', 'curl']) see('client', '', client);
  see('model', '', 'claude-3-haiku');
  for (let index = 0; index < 5; index += 1) {
    const { name } = takeOne(({ isRoaming, isAtHome }) => !isRoaming && !isAtHome);
    see('address', name, `203.0.${index}.0/24`);
  }
  return incidents;
}
