import type { Measure } from '../search-params.js';
import { approximateUsd } from '../format/money.js';
import { addFigures, NO_FIGURES, type Cell, type Figures } from './measures.js';

/** A group over the whole range, with what it was in each bucket. */
export interface Group {
  readonly key: string | null;
  readonly figures: Figures;
  readonly byBucket: ReadonlyMap<string, Figures>;
}

/** How many series a chart shows by name; the rest is one series, "other". */
export const MOST_SERIES = 8;

export function groupCells(cells: readonly Cell[]): Group[] {
  const groups = new Map<string | null, { figures: Figures; byBucket: Map<string, Figures> }>();
  for (const cell of cells) {
    const group = groups.get(cell.key) ?? { figures: cell.figures, byBucket: new Map<string, Figures>() };
    if (groups.has(cell.key)) group.figures = addFigures(group.figures, cell.figures);
    else groups.set(cell.key, group);
    if (cell.bucket === null) continue;
    const before = group.byBucket.get(cell.bucket);
    group.byBucket.set(cell.bucket, before ? addFigures(before, cell.figures) : cell.figures);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}

/** The rows that one row opens into. */
export function openGroup(cells: readonly Cell[], key: string | null): Group[] {
  return groupCells(cells.filter((cell) => cell.key === key).map((cell) => ({ ...cell, key: cell.sub })));
}

/** Largest first; what has no amount comes last. */
export function bySize(measure: Measure): (a: Group, b: Group) => number {
  return (a, b) => sizeOf(b.figures, measure) - sizeOf(a.figures, measure);
}

/** The length of a bar. Cost that is not known has none; it is counted beside the chart. */
export function sizeOf(figures: Figures, measure: Measure): number {
  if (measure === 'cost') return figures.costUsd === null ? 0 : approximateUsd(figures.costUsd);
  return measure === 'tokens' ? figures.tokens : (figures.requests ?? 0);
}

/** One named series of a chart: a group, or several as "other". */
export interface Series {
  readonly kind: 'entity' | 'other' | 'unattributed';
  readonly key: string | null;
  /** How many groups it stands for. */
  readonly members: number;
  readonly figures: Figures;
  readonly byBucket: ReadonlyMap<string, Figures>;
}

/** The largest groups by name, then the rest together, then what belongs to nobody. */
export function seriesOf(all: readonly Group[], measure: Measure, most = MOST_SERIES): Series[] {
  // What has no size in this measure (no price, no token counts) is counted beside the chart.
  const groups = all.filter((group) => sizeOf(group.figures, measure) !== 0);
  const named = groups.filter((group) => group.key !== null).toSorted(bySize(measure));
  const series: Series[] = named.slice(0, most).map((group) => ({ kind: 'entity', members: 1, ...group }));
  const rest = named.slice(most);
  const only = rest.length === 1 ? rest[0] : undefined;
  // An "other" of one keeps its name.
  if (only) series.push({ kind: 'other', members: 1, ...only });
  else if (rest.length > 0) series.push({ kind: 'other', key: null, members: rest.length, ...mergeGroups(rest) });
  const nobody = groups.find((group) => group.key === null);
  if (nobody) series.push({ kind: 'unattributed', members: 1, ...nobody });
  return series;
}

function mergeGroups(groups: readonly Group[]): Pick<Group, 'figures' | 'byBucket'> {
  const cells = groups.flatMap((group) =>
    [...group.byBucket].map(([bucket, figures]): Cell => ({ bucket, key: null, sub: null, figures })),
  );
  const figures = groups.reduce((sum, group) => addFigures(sum, group.figures), NO_FIGURES);
  return { figures, byBucket: groupCells(cells)[0]?.byBucket ?? new Map<string, Figures>() };
}
