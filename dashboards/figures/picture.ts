import type { Grouping } from './dimensions.js';
import { assignColours, type Colour } from './colours.js';
import { seriesOf, sizeOf, type Group, type Series } from './groups.js';
import { labelOfValue } from './labels.js';
import { addFigures, NO_FIGURES, type Figures } from './measures.js';
import type { Measure } from '../search-params.js';
import { words } from '../words/words.js';

export type SeriesStyle =
  { readonly kind: 'entity'; readonly colour: Colour } | { readonly kind: 'other' | 'unattributed' };

export interface PictureSeries extends Series {
  readonly label: string;
  readonly style: SeriesStyle;
}

/** Everything that a stacked bar chart shows, before anything is drawn. */
export interface Picture {
  readonly measure: Measure;
  readonly buckets: readonly string[];
  readonly partial: readonly boolean[];
  readonly series: readonly PictureSeries[];
  /** The whole of each bucket, exact. */
  readonly totals: readonly Figures[];
  /** The same buckets of the earlier range, where there are any. */
  readonly earlier: readonly (Figures | null)[] | null;
}

interface PictureParts {
  readonly by: Grouping;
  readonly measure: Measure;
  readonly groups: readonly Group[];
  readonly buckets: readonly string[];
  readonly partial: readonly boolean[];
  readonly earlier: readonly (Figures | null)[] | null;
  /** Names that were largest over a long range, see `assignColours`. */
  readonly longRange: readonly string[];
}

export function pictureOf({ by, measure, groups, buckets, partial, earlier, longRange }: PictureParts): Picture {
  const series = seriesOf(groups, measure);
  const shown = series.flatMap(({ kind, key }) => (kind === 'entity' && key !== null ? [key] : []));
  const colours = assignColours(by, longRange, shown);
  const totals = buckets.map((bucket) =>
    series.reduce((sum, { byBucket }) => addFigures(sum, byBucket.get(bucket) ?? NO_FIGURES), NO_FIGURES),
  );
  return {
    measure,
    buckets,
    partial,
    totals,
    earlier,
    series: series.map((one) => ({ ...one, label: labelOfSeries(by, one), style: styleOf(one, colours) })),
  };
}

function labelOfSeries(by: Grouping, series: Series): string {
  return series.kind === 'other' && series.key === null ? words.figures.other : labelOfValue(by, series.key);
}

function styleOf(series: Series, colours: ReadonlyMap<string, Colour>): SeriesStyle {
  if (series.kind !== 'entity' || series.key === null)
    return { kind: series.kind === 'other' ? 'other' : 'unattributed' };
  return { kind: 'entity', colour: colours.get(series.key) ?? 1 };
}

/** How the value of a dimension is marked in lists: as in the chart, or as "other" where it is part of that. */
export function styleIn(picture: Picture, key: string | null): SeriesStyle {
  if (key === null) return { kind: 'unattributed' };
  return (
    picture.series.find((series) => series.key === key && series.kind !== 'unattributed')?.style ?? { kind: 'other' }
  );
}

/** One line of a tooltip. */
export interface BucketLine {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly figures: Figures;
  readonly share: number;
}

/** A whole bucket, sorted by size. What is zero there is left out. */
export function bucketLines(picture: Picture, place: number): BucketLine[] {
  const bucket = picture.buckets[place];
  if (bucket === undefined) return [];
  const whole = sizeOf(picture.totals[place] ?? NO_FIGURES, picture.measure);
  return picture.series
    .flatMap(({ label, style, byBucket }) => {
      const figures = byBucket.get(bucket);
      const size = figures ? sizeOf(figures, picture.measure) : 0;
      return figures && size > 0 ? [{ label, style, figures, share: size / whole }] : [];
    })
    .toSorted((a, b) => sizeOf(b.figures, picture.measure) - sizeOf(a.figures, picture.measure));
}
