import { z } from 'zod';
import type { PriceBasis } from '../../usage/priced.js';
import type { Queryable } from '../snapshot.js';
import { allOf } from './conditions.js';
import { asksForPerson, figuresTable, personConditions, type FiguresQuestion } from './figures.js';
import { Parameters } from './parameters.js';
import { priceBasisColumn, priceBasisRow } from './price-basis.js';
import { count, pico } from './usage-sums.js';

/** Everything of the range that was priced in one way and paid by the same terms. */
export interface PaidInOneWay {
  readonly model: string | null;
  /** `null` where only rates of the customer's own gave a price. */
  readonly basis: PriceBasis | null;
  /** Names of the terms that fired, in order of the token classes; none where the list price was paid. */
  readonly terms: readonly string[];
  readonly requests: number;
  readonly costPico: bigint;
  readonly effectiveFemto: bigint;
}

const rowSchema = z.object({
  model: z.string().nullable(),
  basis: priceBasisRow.nullable(),
  terms: z.array(z.string()),
  requests: count,
  costPico: pico,
  effectiveFemto: pico,
});

/** What was paid by which terms, the dearest first? Calls without any price are not in it. */
export async function costsByTerms(
  database: Queryable,
  question: Omit<FiguresQuestion, 'bucket' | 'groupBy'>,
): Promise<PaidInOneWay[]> {
  const parameters = new Parameters();
  const figures: FiguresQuestion = { ...question, bucket: 'none', groupBy: [] };
  const isPaid = '(series.price_entry is not null or series.price_terms is not null)';
  const statement = `
     with ${figuresTable(figures, parameters)}
     select series.model                        as model,
            ${priceBasisColumn}                 as basis,
            coalesce(series.price_terms, '{}')  as terms,
            sum(requests)::text                 as requests,
            sum(cost_pico)::text                as "costPico",
            sum(effective_femto)::text          as "effectiveFemto"
     from   figures
     join   usage_series series using (series_id)
     ${asksForPerson(figures) ? 'left   join person using (person_id)' : ''}
     where  ${allOf([isPaid, ...personConditions(figures, parameters)])}
     group  by series.model, series.price_book, series.price_entry, series.price_tier, series.price_rules,
               series.price_terms
     order  by sum(effective_femto) desc, sum(requests) desc, 1, series.price_entry, series.price_terms`;
  const { rows } = await database.query(statement, parameters.values);
  return z.array(rowSchema).parse(rows);
}
