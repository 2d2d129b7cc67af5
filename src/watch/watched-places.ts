import type { Cloud } from '../usage/cloud.js';
import type { SettingSpell } from '../usage/observed-setting.js';
import { DAY_MS, type Window } from '../usage/window.js';
import { bedrockLogKeeping } from './bedrock/bedrock-log-keeping.js';
import { type CalendarDay, calendarOf } from './calendar.js';
import type { LogKeeping } from './log-keeping.js';
import { retentionVerdict, type RetentionVerdict } from './retention-verdict.js';

/** A configured source, as far as it matters here. */
export interface WatchedSource {
  readonly sourceId: string;
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  /** What it reads: a log group's name, or `s3://bucket`. */
  readonly resource: string;
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

export interface PlacesQuestion {
  readonly settings: readonly SettingSpell[];
  readonly sources: readonly WatchedSource[];
  readonly usage: readonly PlaceUsage[];
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
  /** Whether calls were read there within the needed time. */
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
    const sources = question.sources.filter((source) => isAt(source, place));
    const usage = question.usage.filter((used) => isAt(used, place));
    const keeping = keepingOf(question, place, sources, usage);
    if (keeping === null) continue;
    if (sources.length === 0 && usage.length === 0 && keeping.logging.state !== 'on') {
      others.push({ ...place, logging: keeping.logging.state });
      continue;
    }
    const collected = sources.length === 0 ? null : coveredBy(question, sources);
    const verdict = retentionVerdict({ ...question, keeping, collected });
    judged.push({
      ...place,
      sourceIds: sources.map(({ sourceId }) => sourceId),
      isUsed: usage.length > 0,
      keeping,
      verdict,
      days: calendarOf(verdict, collected ?? [], usage),
    });
  }
  return { judged, others };
}

interface Place {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
}

function placesOf({ sources, usage, settings }: PlacesQuestion): Place[] {
  const places = new Map<string, Place>();
  for (const { cloud, accountId, region } of [...sources, ...usage, ...settings.map(({ scope }) => scope)])
    places.set(placeName({ cloud, accountId, region }), { cloud, accountId, region });
  return [...places.values()].toSorted((a, b) => (placeName(a) < placeName(b) ? -1 : 1));
}

/** `bedrock/111122223333/us-east-1`: how a place is called in alerts and addresses. */
export function placeName({ cloud, accountId, region }: Place): string {
  return `${cloud}/${accountId}/${region}`;
}

/** What the settings of the place say, in the words of its cloud; null for a cloud whose settings are not read. */
function keepingOf(
  { settings, requiredDays, now }: PlacesQuestion,
  place: Place,
  sources: readonly WatchedSource[],
  usage: readonly PlaceUsage[],
): LogKeeping | null {
  if (place.cloud !== 'bedrock') return null;
  const neededFrom = now - requiredDays * DAY_MS;
  return bedrockLogKeeping({
    ...place,
    settings: settings.filter(({ scope }) => isAt(scope, place)),
    reads: sources.map(({ sourceId, resource }) => {
      const days = usage.filter((used) => used.sourceId === sourceId).map(({ day }) => Date.parse(day));
      const first = Math.min(...days);
      return { resource, firstCallAt: Number.isFinite(first) ? Math.max(first, neededFrom) : null };
    }),
    requiredDays,
    now,
  });
}

function coveredBy({ covered }: PlacesQuestion, sources: readonly WatchedSource[]): Window[] {
  return sources.flatMap(({ sourceId }) => covered.get(sourceId) ?? []);
}

function isAt(thing: Place, { cloud, accountId, region }: Place): boolean {
  return thing.cloud === cloud && thing.accountId === accountId && thing.region === region;
}
