import { z } from 'zod';
import type { PriceBasis } from '../../usage/priced.js';
import type { Queryable } from '../snapshot.js';
import { allOf } from './conditions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { priceBasisColumn, priceBasisRow } from './price-basis.js';
import { usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

/** Everything of the range that was priced in one way. */
export interface PricedInOneWay {
  readonly model: string | null;
  readonly basis: PriceBasis;
  readonly sums: UsageSums;
}

const rowSchema = z.object({
  ...usageSums,
  model: z.string().nullable(),
  basis: priceBasisRow,
});

/** By which prices and rules did the costs of the range come about, the dearest first? */
export async function costsByPriceBasis(
  database: Queryable,
  question: Omit<FiguresQuestion, 'bucket' | 'groupBy'>,
): Promise<PricedInOneWay[]> {
  const parameters = new Parameters();
  const figures: FiguresQuestion = { ...question, bucket: 'none', groupBy: [] };
  const statement = `
     with ${figuresTable(figures, parameters)}
     select series.model as model,
            ${priceBasisColumn} as basis,
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(figures) ? 'left   join person using (person_id)' : ''}
     where  ${allOf(['series.price_entry is not null', ...personConditions(figures, parameters)])}
     group  by series.model, series.price_book, series.price_entry, series.price_tier, series.price_rules
     order  by sum(cost_pico) desc, 1, 2`;
  const { rows } = await database.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      model: row.model,
      basis: row.basis,
      sums: usageSumsOf(row),
    }));
}
