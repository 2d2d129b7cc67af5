import type { DifferenceGrouping } from '../../api/corrections-queries.js';
import type { AdjustmentsAnswer, RerateRun } from '../../api/generated/types.gen.js';
import { labelOfChange, rangeInWords, type ChangeLine } from '../../figures/corrections.js';
import { femtoUsdField, usdField } from '../../format/csv.js';
import { words } from '../../words/words.js';

const { result, adjustments, kinds, run: nameOfRun } = words.corrections;

/** What a run changes, the total first, every amount with all its digits; what is not known is left empty. */
export function differencesCsv(
  run: Pick<RerateRun, 'id' | 'kind' | 'from' | 'to' | 'onlyModelIds' | 'basis'>,
  by: DifferenceGrouping,
  lines: readonly ChangeLine[],
  total: ChangeLine,
): string[][] {
  return [
    [result.csvTitle],
    [result.csvRun, nameOfRun(kinds[run.kind], run.id)],
    [words.costs.csv.range, rangeInWords(run)],
    [result.csvBasis, run.basis],
    [],
    [
      result.groupings[by],
      result.adjustsColumn,
      result.requests,
      result.csvOldUnpriced,
      result.csvNewUnpriced,
      result.oldUsd,
      result.newUsd,
      result.difference,
      result.oldEffective,
      result.newEffective,
      result.differenceEffective,
    ],
    fieldsOf(total),
    ...lines.map(fieldsOf),
  ];
}

function fieldsOf(line: ChangeLine): string[] {
  return [
    line.label,
    line.adjusts ? result.yes : '',
    String(line.requests),
    String(line.oldUnpriced),
    String(line.newUnpriced),
    ...[line.oldUsd, line.newUsd, line.differenceUsd].map(usdField),
    ...[line.oldEffective, line.newEffective, line.differenceEffective].map(femtoUsdField),
  ];
}

export function adjustmentsCsv({ rows, totals }: AdjustmentsAnswer): string[][] {
  const { booked, about, model, team, reason, run, requests, list, effective } = adjustments;
  return [
    [adjustments.csvTitle],
    [],
    [booked, about, model, team, reason, run, requests, list, effective],
    [words.figures.total, '', '', '', '', '', String(totals.requests), totals.listUsd, totals.effectiveUsd],
    ...rows.map((row) => [
      row.bookedMonth,
      row.aboutMonth,
      labelOfChange('model', row.model),
      labelOfChange('team', row.team),
      labelOfChange('reason', row.reason),
      row.runId,
      String(row.requests),
      row.listUsd,
      row.effectiveUsd,
    ]),
  ];
}
