import type { Cloud } from '../usage/cloud.js';
import type { SettingSpell } from '../usage/observed-setting.js';
import { DAY_MS, type Window } from '../usage/window.js';
import { bedrockLogKeeping } from './bedrock/bedrock-log-keeping.js';
import { type CalendarDay, calendarOf } from './calendar.js';
import { foundryLogKeeping } from './foundry/foundry-log-keeping.js';
import type { LogKeeping } from './log-keeping.js';
import { type Place, placeName, WHOLE_ACCOUNT } from './place-name.js';
import type { PlaceQuestion } from './place-question.js';
import { retentionVerdict, type RetentionVerdict } from './retention-verdict.js';
import { vertexLogKeeping } from './vertex/vertex-log-keeping.js';

/** A configured source, as far as it matters here. */
export interface WatchedSource {
  readonly sourceId: string;
  readonly cloud: Cloud;
  readonly accountId: string;
  /** Null for a source that reads every region of its account. */
  readonly region: string | null;
  /** What it reads: a log group's name, `s3://bucket`, or the kind of log, such as `audit`. */
  readonly resource: string;
  /** `beside`: its log tells a part of each call, or of the calls. */
  readonly role: 'main' | 'beside';
}

/** Calls that were read, by UTC day. */
export interface PlaceUsage {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly sourceId: string;
  readonly day: string;
  readonly requests: number;
}

/** Answered calls that the meter of an account has counted since the beginning of yesterday. */
export interface MeteredCalls {
  readonly cloud: Cloud;
  readonly accountId: string;
  /** Null where the meter was read and counted nothing. */
  readonly region: string | null;
  readonly requests: number;
}

export interface PlacesQuestion {
  readonly settings: readonly SettingSpell[];
  readonly sources: readonly WatchedSource[];
  readonly usage: readonly PlaceUsage[];
  readonly metered: readonly MeteredCalls[];
  /** What each source has read. */
  readonly covered: ReadonlyMap<string, readonly Window[]>;
  readonly requiredDays: number;
  readonly now: number;
}

/** One account and region with its verdict. */
export interface JudgedPlace {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly sourceIds: readonly string[];
  /** Whether calls were read there within the needed time, or metered since yesterday. */
  readonly isUsed: boolean;
  readonly keeping: LogKeeping;
  readonly verdict: RetentionVerdict;
  readonly days: readonly CalendarDay[];
}

/** A region whose switch alone was looked at: nothing is configured there and nothing is known to be called. */
export interface OtherPlace {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly logging: LogKeeping['logging']['state'];
}

/** Judges every account and region that is configured, used, or logs; the others are only named. */
export function judgePlaces(question: PlacesQuestion): { judged: JudgedPlace[]; others: OtherPlace[] } {
  const judged: JudgedPlace[] = [];
  const others: OtherPlace[] = [];
  for (const place of placesOf(question)) {
    const sources = question.sources.filter((source) => reads(source, place));
    const usage = question.usage.filter((used) => isAt(used, place));
    const metered = meteredAt(question, place);
    const isUsed = usage.length > 0 || (metered ?? 0) > 0;
    const keeping = keepingOf(question, place, { sources, usage, metered });
    if (keeping === null) continue;
    if (sources.length === 0 && !isUsed && keeping.logging.state !== 'on') {
      others.push({ ...place, logging: keeping.logging.state });
      continue;
    }
    const collected = sources.length === 0 ? null : coveredBy(question, sources);
    const verdict = retentionVerdict({ ...question, keeping, collected });
    judged.push({
      ...place,
      sourceIds: sources.map(({ sourceId }) => sourceId),
      isUsed,
      keeping,
      verdict,
      days: calendarOf(verdict, collected ?? [], usage),
    });
  }
  return { judged, others };
}

function placesOf({ sources, usage, settings, metered }: PlacesQuestion): Place[] {
  const scopes = [
    ...sources.map((source) => ({ ...source, region: source.region ?? WHOLE_ACCOUNT })),
    ...usage,
    ...settings.map(({ scope }) => scope),
    ...metered.flatMap(({ region, ...meter }) =>
      meter.requests === 0 || region === null ? [] : [{ ...meter, region }],
    ),
  ];
  const places = new Map(
    scopes.map(({ cloud, accountId, region }) => [
      placeName({ cloud, accountId, region }),
      { cloud, accountId, region },
    ]),
  );
  return [...places.values()]
    .filter((place) => place.region !== WHOLE_ACCOUNT || !hasRegions([...places.values()], place))
    .toSorted((a, b) => (placeName(a) < placeName(b) ? -1 : 1));
}

/** What is set for a whole account counts in each of its regions, and makes a place of its own only while none is known. */
function hasRegions(places: readonly Place[], { cloud, accountId }: Place): boolean {
  return places.some(
    (place) => place.cloud === cloud && place.accountId === accountId && place.region !== WHOLE_ACCOUNT,
  );
}

interface Known {
  readonly sources: readonly WatchedSource[];
  readonly usage: readonly PlaceUsage[];
  readonly metered: number | null;
}

const KEEPERS: Partial<Record<Cloud, (place: PlaceQuestion) => LogKeeping>> = {
  bedrock: bedrockLogKeeping,
  vertex: vertexLogKeeping,
  foundry: foundryLogKeeping,
};

/** What the settings of the place say, in the words of its cloud; null for a cloud whose settings are not read. */
function keepingOf(
  { settings, requiredDays, now }: PlacesQuestion,
  place: Place,
  { sources, usage, metered }: Known,
): LogKeeping | null {
  const neededFrom = now - requiredDays * DAY_MS;
  const keeper = KEEPERS[place.cloud];
  if (keeper === undefined) return null;
  return keeper({
    ...place,
    settings: settings.filter(({ scope }) => isAt(scope, place) || isAt(scope, { ...place, region: WHOLE_ACCOUNT })),
    reads: sources.map(({ sourceId, resource }) => {
      const days = usage.filter((used) => used.sourceId === sourceId).map(({ day }) => Date.parse(day));
      return {
        resource,
        firstCallAt: days.length === 0 ? null : Math.max(Math.min(...days), neededFrom),
        lastCallAt: days.length === 0 ? null : Math.max(...days),
      };
    }),
    metered,
    requiredDays,
    now,
  });
}

/** What was metered there; null where no meter of the account has been read. */
function meteredAt({ metered }: PlacesQuestion, { cloud, accountId, region }: Place): number | null {
  const meters = metered.filter((meter) => meter.cloud === cloud && meter.accountId === accountId);
  if (meters.length === 0) return null;
  return meters.reduce((sum, meter) => sum + (meter.region === region ? meter.requests : 0), 0);
}

/** What the sources have read that read the calls in full; what any has read where none does. */
function coveredBy({ covered }: PlacesQuestion, sources: readonly WatchedSource[]): Window[] {
  const main = sources.filter(({ role }) => role === 'main');
  return (main.length > 0 ? main : sources).flatMap(({ sourceId }) => covered.get(sourceId) ?? []);
}

function reads(source: WatchedSource, place: Place): boolean {
  return source.region === null
    ? source.cloud === place.cloud && source.accountId === place.accountId
    : isAt({ ...source, region: source.region }, place);
}

function isAt(thing: Place, { cloud, accountId, region }: Place): boolean {
  return thing.cloud === cloud && thing.accountId === accountId && thing.region === region;
}
