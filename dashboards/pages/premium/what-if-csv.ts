import { labelOfDimension, labelOfValue } from '../../figures/labels.js';
import { nameInFull } from '../../figures/rows.js';
import type { ImaginedRow } from '../../figures/what-if.js';
import { usdField } from '../../format/csv.js';
import { words } from '../../words/words.js';

const w = words.whatIf.period;

interface CsvHead {
  readonly change: string;
  readonly range: string;
  readonly timeZone: string;
  readonly filters: string;
  readonly priceBook: string;
  readonly caveats: readonly { readonly letter: string; readonly words: string }[];
}

/** The table as it stands, the total first, and the caveats by their letters. */
export function whatIfCsv(
  head: CsvHead,
  by: 'team' | 'model',
  rows: readonly ImaginedRow[],
  total: ImaginedRow,
): string[][] {
  const { csv } = words.costs;
  return [
    [w.csvTitle],
    [w.csvChange, head.change],
    [csv.range, head.range],
    [csv.zone, head.timeZone],
    [csv.book, head.priceBook],
    [csv.filters, head.filters],
    ...head.caveats.map(({ letter, words: meaning }) => [w.noteOf(letter, meaning)]),
    [csv.unit],
    [],
    [labelOfDimension(by), w.requests, w.was, w.imagined, w.difference, w.csvNotes],
    [words.figures.total, ...fieldsOf(total)],
    ...rows.map((row) => [nameInFull({ key: row.key, label: labelOfValue(by, row.key) }), ...fieldsOf(row)]),
  ];
}

function fieldsOf({ requests, wasUsd, imaginedUsd, differenceUsd, notes }: ImaginedRow): string[] {
  return [String(requests), usdField(wasUsd), usdField(imaginedUsd), usdField(differenceUsd), notes.join(' ')];
}
