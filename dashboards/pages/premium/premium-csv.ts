import { labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { nameInFull } from '../../figures/rows.js';
import type { PremiumGrouping } from '../../figures/dimensions.js';
import type { PremiumLine } from '../../figures/premium.js';
import { usdField } from '../../format/csv.js';
import { words } from '../../words/words.js';

const w = words.premium;

interface CsvHead {
  readonly range: string;
  readonly timeZone: string;
  readonly filters: string;
  readonly completeUpTo: string | null;
  readonly priceBook: string;
}

/** The table as it stands, the total first, every amount with all its digits; what is not known is left empty. */
export function premiumCsv(
  head: CsvHead,
  by: PremiumGrouping,
  lines: readonly PremiumLine[],
  total: PremiumLine,
): string[][] {
  const { csv } = words.costs;
  const { columns } = w;
  return [
    [w.csvTitle],
    [csv.range, head.range],
    [csv.zone, head.timeZone],
    [csv.bucket, head.completeUpTo ?? words.figures.notKnown],
    [csv.book, head.priceBook],
    [csv.filters, head.filters],
    [csv.unit],
    [],
    [
      labelOfDimension(by),
      columns.requests,
      columns.cost,
      columns.premium,
      columns.possible,
      columns.blocked,
      columns.notOffered,
      columns.provisioned,
    ],
    [words.figures.total, ...fieldsOf(total)],
    ...lines.map((line) => [nameInFull({ key: line.key, label: labelOfValue(by, line.key) }), ...fieldsOf(line)]),
  ];
}

function fieldsOf(line: PremiumLine): string[] {
  const { requests, costUsd, premiumUsd, possibleUsd, blockedUsd, notOfferedUsd, provisionedRequests } = line;
  return [
    String(requests),
    ...[costUsd, premiumUsd, possibleUsd, blockedUsd, notOfferedUsd].map(usdField),
    String(provisionedRequests),
  ];
}
