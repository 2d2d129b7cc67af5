import type { PremiumAnswer, PremiumFigures, PremiumPart, PremiumRow } from '../api/generated/types.gen.js';
import { usdOrNull, type PicoUsd } from '../format/money.js';
import { words } from '../words/words.js';
import { COLOURS } from './colours.js';
import { narrowTo, writeFilter, parseFilter } from './filters.js';
import type { Dimension } from './dimensions.js';
import { sizeOf } from './groups.js';
import { addFigures, NO_FIGURES, type Figures } from './measures.js';
import type { Picture, PictureSeries, SeriesStyle } from './picture.js';

const w = words.premium;

/** The premium of calls for which a move to the global endpoint would have met the same. */
export interface Part {
  readonly key: string;
  readonly label: string;
  /** What stands behind it: the reason of a policy, or what the word means. */
  readonly meaning: string | null;
  readonly figures: Figures;
}

function figuresOfPart({ requests, tokens, premiumUsd }: PremiumPart): Figures {
  const premium = usdOrNull(premiumUsd);
  return { ...NO_FIGURES, costUsd: premium, premiumUsd: premium, requests, tokens };
}

function namedPart(key: 'possible' | 'notOffered' | 'provisioned', part: PremiumPart): Part {
  return { key, label: w.parts[key], meaning: w.partWords[key], figures: figuresOfPart(part) };
}

/** The parts of a premium, each policy by itself; those that no call belongs to are left out. */
export function partsOf({ possible, blockedByPolicy, notOffered, provisioned }: PremiumFigures['split']): Part[] {
  return [
    namedPart('possible', possible),
    ...blockedByPolicy.policies.map((part) => ({
      key: `policy ${part.policy}`,
      label: w.policy(part.policy),
      meaning: part.reason,
      figures: figuresOfPart(part),
    })),
    namedPart('notOffered', notOffered),
    namedPart('provisioned', provisioned),
  ].filter(({ figures }) => figures.requests !== 0);
}

/** What can be saved is the teal of the global endpoint; policies take the other colours in order of their names. */
function stylesOf(keys: readonly string[]): Map<string, SeriesStyle> {
  const policies = keys.filter((key) => key.startsWith('policy ')).toSorted();
  const free = COLOURS.filter((colour) => colour !== 3);
  return new Map<string, SeriesStyle>([
    ['possible', { kind: 'entity', colour: 3 }],
    ['notOffered', { kind: 'other' }],
    ['provisioned', { kind: 'unattributed' }],
    ...policies.map((key, place): [string, SeriesStyle] => [
      key,
      { kind: 'entity', colour: free[place % free.length] ?? 1 },
    ]),
  ]);
}

/** The premium over time, by what a move to the global endpoint would have met. What has no premium has no bar. */
export function premiumPicture(
  { totals, rows }: Pick<PremiumAnswer, 'totals' | 'rows'>,
  buckets: readonly string[],
  partial: readonly boolean[],
): Picture {
  const parts = partsOf(totals.split);
  const styles = stylesOf(parts.map(({ key }) => key));
  const byBucket = new Map<string, Map<string, Figures>>();
  for (const row of rows) {
    for (const part of partsOf(row.split)) {
      const buckets = byBucket.get(part.key) ?? new Map<string, Figures>();
      byBucket.set(part.key, buckets);
      const before = row.bucket === null ? undefined : buckets.get(row.bucket);
      if (row.bucket !== null) buckets.set(row.bucket, before ? addFigures(before, part.figures) : part.figures);
    }
  }
  const series = parts.map(({ key, label, figures }): PictureSeries => ({
    kind: 'entity',
    key,
    label,
    members: 1,
    figures,
    style: styles.get(key) ?? { kind: 'other' },
    byBucket: byBucket.get(key) ?? new Map<string, Figures>(),
  }));
  return {
    measure: 'cost',
    buckets,
    partial,
    earlier: null,
    series: series.filter(({ figures }) => sizeOf(figures, 'cost') !== 0),
    totals: buckets.map((bucket) =>
      series.reduce((sum, one) => addFigures(sum, one.byBucket.get(bucket) ?? NO_FIGURES), NO_FIGURES),
    ),
  };
}

export function styleOfPart(key: string, all: readonly Part[]): SeriesStyle {
  return stylesOf(all.map((part) => part.key)).get(key) ?? { kind: 'other' };
}

/** One group of the table, exact; `null` is not known. */
export interface PremiumLine {
  readonly key: string | null;
  readonly requests: number;
  readonly costUsd: PicoUsd | null;
  readonly premiumUsd: PicoUsd | null;
  readonly possibleUsd: PicoUsd | null;
  readonly blockedUsd: PicoUsd | null;
  /** Names of the policies that forbid some of it. */
  readonly policies: readonly string[];
  readonly notOfferedUsd: PicoUsd | null;
  readonly provisionedRequests: number;
  /** Kinds of endpoints that cost a premium here, by which its calls are found. */
  readonly scopes: readonly string[];
}

export function premiumLine(figures: PremiumFigures, key: string | null): PremiumLine {
  const { requests, costUsd, premiumUsd, split, scopes } = figures;
  return {
    key,
    requests,
    costUsd: usdOrNull(costUsd),
    premiumUsd: usdOrNull(premiumUsd),
    possibleUsd: usdOrNull(split.possible.premiumUsd),
    blockedUsd: usdOrNull(split.blockedByPolicy.premiumUsd),
    policies: split.blockedByPolicy.policies.map(({ policy }) => policy),
    notOfferedUsd: usdOrNull(split.notOffered.premiumUsd),
    provisionedRequests: split.provisioned.requests,
    scopes: scopes.flatMap((scope) => ((usdOrNull(scope.premiumUsd) ?? 0n) > 0n ? [scope.endpointScope] : [])),
  };
}

/** The groups, the largest premium first; what has no price comes last. */
export function premiumLines(rows: readonly PremiumRow[], by: string): PremiumLine[] {
  const size = ({ premiumUsd }: PremiumLine) => premiumUsd ?? -1n;
  return rows
    .map((row) => premiumLine(row, row.group[by] ?? null))
    .toSorted((a, b) => (size(a) === size(b) ? b.requests - a.requests : size(a) < size(b) ? 1 : -1));
}

/** The filters under which the list of requests shows the calls of a group that paid a premium. */
export function filtersOfLine(
  line: Pick<PremiumLine, 'key' | 'scopes'>,
  by: Dimension,
  filters: readonly string[],
): string[] {
  const rest = narrowTo(filters, by, line.key).filter((text) => parseFilter(text)?.dimension !== 'endpointScope');
  const scopes = line.scopes.map((value) => writeFilter({ dimension: 'endpointScope', exclude: false, value }));
  return [...rest, ...scopes];
}
