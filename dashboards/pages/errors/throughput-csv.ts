import type { CalledAs, ThroughputHoursAnswer, ThroughputRow } from '../../api/generated/types.gen.js';
import type { SavedTable } from '../../components/csv-button.js';
import { filterInWords } from '../../figures/labels.js';
import {
  averageOf,
  closestLimit,
  COUNTS,
  type Counts,
  limitAt,
  minuteOf,
  shareOfLimit,
} from '../../figures/throughput.js';
import { fileName } from '../../format/csv.js';
import { formatRange } from '../../format/date.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.throughput;
const { csv } = w;

const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));

/** The table as it stands; what is not known is left empty. */
export function savedThroughput(rows: readonly ThroughputRow[], view: View): SavedTable {
  const lines = rows.map((row) => {
    const limit = closestLimit(row);
    return [
      ...placeOf(row),
      String(row.modelIds),
      String(row.requests),
      text(row.latency.p50Ms),
      text(row.latency.p95Ms),
      ...COUNTS.map((counts) => text(minuteOf(row, counts)?.value)),
      ...COUNTS.map((counts) => String(averageOf(row, counts))),
      limit === null ? '' : `${limit.key} ${String(limit.limit)}`,
      limit === null ? '' : text(shareOfLimit(limit)),
      limit?.from ?? '',
      limit?.to ?? '',
      String(row.hours),
      String(row.hoursWithoutLimit),
      String(row.throttled.byCloud),
      String(row.throttled.byGateway),
      text(row.throttled.metered),
    ];
  });
  const titles = [
    ...PLACE,
    csv.ids,
    csv.requests,
    csv.p50,
    csv.p95,
    ...COUNTS.map((counts) => csv.minute(w.units[counts])),
    ...COUNTS.map((counts) => csv.average(w.units[counts])),
    csv.limit,
    csv.share,
    csv.limitFrom,
    csv.limitTo,
    csv.hours,
    csv.hoursWithoutLimit,
    csv.byCloud,
    csv.byGateway,
    csv.metered,
  ];
  return saved('throughput', headOf(w.csvTitle, view), titles, lines, view);
}

/** The hours of one row. */
export function savedHours(
  answer: Pick<ThroughputHoursAnswer, 'hours' | 'limits'>,
  row: ThroughputRow,
  view: View,
): SavedTable {
  const { hours, limits } = answer;
  const lines = hours.map((hour) => [
    hour.hour,
    String(hour.requests),
    ...COUNTS.map((counts) => text(hour.busiestMinute?.[counts])),
    ...COUNTS.map((counts) => String(hour[counts] / 60)),
    ...COUNTS.map((counts) => text(limitAt(limits, counts, Date.parse(hour.hour)))),
    text(hour.latency.p50Ms),
    text(hour.latency.p95Ms),
    String(hour.throttled.byCloud),
    String(hour.throttled.byGateway),
  ]);
  const titles = [
    csv.at,
    csv.requests,
    ...COUNTS.map((counts: Counts) => csv.minute(w.units[counts])),
    ...COUNTS.map((counts: Counts) => csv.average(w.units[counts])),
    ...COUNTS.map((counts: Counts) => csv.limitOf(w.units[counts])),
    csv.p50,
    csv.p95,
    csv.byCloud,
    csv.byGateway,
  ];
  return saved('throughput-hours', headOfRow(w.csvHours, row, view), titles, lines, view);
}

/** What one row was called by. */
export function savedCalledAs(called: readonly CalledAs[], row: ThroughputRow, view: View): SavedTable {
  const lines = called.map(({ modelId, requests, input, output, throttled }) => [
    modelId,
    ...[requests, input, output, throttled].map(String),
  ]);
  const { id, requests, input, output, throttled } = w.calledAs;
  const titles = [id, requests, input, output, throttled];
  return saved('throughput-ids', headOfRow(w.csvCalledAs, row, view), titles, lines, view);
}

const PLACE = [csv.cloud, csv.account, csv.region, csv.model, csv.endpointScope, csv.modelId];

function placeOf({ cloud, accountId, region, model, endpointScope, modelId }: ThroughputRow): string[] {
  return [cloud, accountId, region, model ?? '', endpointScope ?? '', modelId ?? ''];
}

function headOfRow(title: string, row: ThroughputRow, view: View): string[][] {
  return [...headOf(title, view), ...PLACE.map((name, place) => [name, placeOf(row)[place] ?? ''])];
}

function filtersOf({ filter }: View): string {
  return filter.length > 0 ? filter.map(filterInWords).join('; ') : words.costs.csv.none;
}

function headOf(title: string, view: View): string[][] {
  const { range, zone, filters } = words.costs.csv;
  return [[title], [range, formatRange(view.range, view.timeZone)], [zone, view.timeZone], [filters, filtersOf(view)]];
}

function saved(
  what: string,
  head: readonly string[][],
  titles: readonly string[],
  lines: readonly string[][],
  view: View,
): SavedTable {
  const { range, timeZone } = view;
  return {
    what,
    filters: { range: formatRange(range, timeZone), timeZone, filters: filtersOf(view) },
    rows: lines.length,
    file: fileName(`ledgerline-${what}`, range.from, range.to),
    lines: [...head, [], [...titles], ...lines],
  };
}
