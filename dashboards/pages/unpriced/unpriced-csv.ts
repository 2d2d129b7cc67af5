import type { CostsExplained } from '../../api/generated/types.gen.js';
import { causeOf, knownTokensOf, sumUnpriced } from '../../figures/unpriced.js';
import { words } from '../../words/words.js';

const w = words.unpriced;

interface CsvHead {
  readonly range: string;
  readonly timeZone: string;
  readonly filters: string;
  readonly explained: Pick<CostsExplained, 'completeUpTo' | 'priceBook'>;
}

/** The table as it stands, with the total first; tokens that no log tells are left empty. */
export function unpricedCsv(head: CsvHead, rows: CostsExplained['unpriced']): string[][] {
  const { csv } = words.costs;
  const total = sumUnpriced(rows);
  const { modelId, cause, todo, requests, tokens } = w.columns;
  return [
    [w.csvTitle],
    [csv.range, head.range],
    [csv.zone, head.timeZone],
    [csv.bucket, head.explained.completeUpTo ?? words.figures.notKnown],
    [csv.book, head.explained.priceBook],
    [csv.filters, head.filters],
    [],
    [modelId, w.csvCode, requests, tokens, cause, todo],
    [words.figures.total, '', String(total.requests), String(total.tokens), '', ''],
    ...rows.map((row) => [
      row.modelId,
      row.reason,
      String(row.requests),
      String(knownTokensOf(row) ?? ''),
      w.why[causeOf(row)],
      w.todo[causeOf(row)].replaceAll('`', ''),
    ]),
  ];
}
