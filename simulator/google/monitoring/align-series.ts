import { MINUTE_MS, type MeteredSeries } from './metered-series.js';

/** A point: what was counted after one instant up to another. */
export interface Point {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Sums of a period each, counted back from the end of the interval; newest first, periods without anything left out. */
export function alignSeries(
  { minutes }: Pick<MeteredSeries, 'minutes'>,
  end: number,
  periodMs: number,
): readonly Point[] {
  const sums = new Map<number, number>();
  for (const [minute, count] of minutes) {
    const back = Math.floor((end - (minute + MINUTE_MS)) / periodMs);
    sums.set(back, (sums.get(back) ?? 0) + count);
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([back, count]) => ({ from: end - (back + 1) * periodMs, to: end - back * periodMs, count }));
}

/** Series that agree in the fields to group by become one; labels that are not grouped by are gone. */
export function groupSeries(series: readonly MeteredSeries[], fields: readonly string[]): readonly MeteredSeries[] {
  const kept = new Set(fields.map((field) => field.replace('.label.', '.labels.')));
  const only = (labels: Readonly<Record<string, string>>, of: string): Record<string, string> =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => kept.has(`${of}.labels.${name}`)));
  const groups = new Map<string, MeteredSeries>();
  for (const one of series) {
    const metricLabels = only(one.metricLabels, 'metric');
    const resourceLabels = only(one.resourceLabels, 'resource');
    const key = JSON.stringify([metricLabels, resourceLabels]);
    const group = groups.get(key) ?? { metricLabels, resourceLabels, minutes: new Map<number, number>() };
    groups.set(key, group);
    for (const [minute, count] of one.minutes) group.minutes.set(minute, (group.minutes.get(minute) ?? 0) + count);
  }
  return [...groups.values()];
}
