import { z } from 'zod';
import { CLOUDS, ENDPOINT_SCOPES } from '../../usage/cloud.js';
import type { Queryable } from '../snapshot.js';
import { allOf, conditionOf } from './conditions.js';
import { Parameters } from './parameters.js';
import { priceBasisColumn, priceBasisRow } from './price-basis.js';
import type { ScopedFilters } from './scoped-filters.js';

const rowSchema = z.object({
  seriesId: z.number(),
  cloud: z.enum(CLOUDS),
  accountId: z.string(),
  region: z.string(),
  modelId: z.string(),
  model: z.string().nullable(),
  vendor: z.string(),
  endpointScope: z.enum(ENDPOINT_SCOPES),
  basis: priceBasisRow.nullable(),
  unpricedReason: z.string().nullable(),
});

/** A series with everything that its prices depend on. */
export type PricedSeries = z.output<typeof rowSchema>;

/** Which series do the filters leave, and how were they priced? Filters on persons are not theirs to answer. */
export async function pricedSeries(database: Queryable, filters: ScopedFilters): Promise<PricedSeries[]> {
  const parameters = new Parameters();
  const conditions = filters.ofSeries.map((filter) => conditionOf(filter, parameters));
  const { rows } = await database.query(
    `select series_id             as "seriesId",
            series.cloud          as cloud,
            series.account_id     as "accountId",
            series.region         as region,
            series.model_id       as "modelId",
            series.model          as model,
            series.vendor         as vendor,
            series.endpoint_scope as "endpointScope",
            ${priceBasisColumn}   as basis,
            series.unpriced_reason as "unpricedReason"
     from   usage_series series
     where  ${allOf(conditions)}`,
    parameters.values,
  );
  return z.array(rowSchema).parse(rows);
}
