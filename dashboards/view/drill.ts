import { useNavigate } from '@tanstack/react-router';
import type { Grouping } from '../figures/dimensions.js';
import { parseFilter, writeFilter } from '../figures/filters.js';
import type { PictureSeries } from '../figures/picture.js';
import { isoOf, localDateOf, startOfDay } from '../format/zone.js';
import { spanOf, type Bucket } from '../range/buckets.js';
import type { View } from './view.js';

/** More values than this do not fit into an address. */
const MOST_VALUES = 40;

/** The part of a range that a bucket covers, as the ends of another range. */
export function endsOf(name: string, bucket: Bucket, view: View): { from: string; to: string } {
  const span = spanOf(name, bucket, view.timeZone);
  const fromMs = Math.max(span.fromMs, view.range.fromMs);
  const toMs = Math.min(span.toMs, view.range.toMs);
  const end = (instant: number) => {
    const date = localDateOf(instant, view.timeZone);
    return startOfDay(date, view.timeZone) === instant ? date : isoOf(instant);
  };
  return { from: end(fromMs), to: end(toMs) };
}

/** From a bar to its hours, and from there to its requests; from the legend to one entity. */
export function useDrill(view: View, bucket: Bucket) {
  const navigate = useNavigate();
  const common = { tz: view.timeZone, filter: view.filter.length > 0 ? [...view.filter] : undefined };
  return {
    /** An hour is as narrow as a bar gets: its requests come next. */
    openBucket: (name: string, how: 'narrow' | 'requests') => {
      const ends = endsOf(name, bucket, view);
      if (how === 'requests' || bucket === 'hour') {
        void navigate({ to: '/requests', search: { ...common, ...ends, sort: 'cost' } });
        return;
      }
      void navigate({
        to: '/costs',
        search: (before: object) => ({ ...before, ...ends, range: undefined, bucket: undefined }),
        resetScroll: false,
      });
    },
    openRequests: () => {
      const ends = view.range.preset ? { range: view.range.preset } : { from: view.range.from, to: view.range.to };
      void navigate({ to: '/requests', search: { ...common, ...ends, sort: 'cost' } });
    },
    narrowTo: (by: Grouping, series: PictureSeries, others: readonly string[]) => {
      if (by === 'tokenClass') return;
      const values = series.kind === 'other' && series.key === null ? others.slice(0, MOST_VALUES) : [series.key];
      const rest = view.filter.filter((text) => parseFilter(text)?.dimension !== by);
      const filter = [...rest, ...values.map((value) => writeFilter({ dimension: by, exclude: false, value }))];
      void navigate({ to: '/costs', search: (before: object) => ({ ...before, filter }), resetScroll: false });
    },
  };
}
