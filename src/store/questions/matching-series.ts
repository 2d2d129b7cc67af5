import type { Queryable } from '../snapshot.js';
import { z } from 'zod';
import { allOf, conditionOf } from './conditions.js';
import { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';

const rowSchema = z.object({ seriesId: z.number() });

/** Which series do the filters leave? There are some hundreds, so that the planner of what follows sees how rare they are. */
export async function matchingSeries(database: Queryable, filters: ScopedFilters): Promise<number[]> {
  const parameters = new Parameters();
  const { rows } = await database.query(
    `select series_id as "seriesId"
     from   usage_series series
     where  ${allOf(filters.ofSeries.map((filter) => conditionOf(filter, parameters)))}`,
    parameters.values,
  );
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ seriesId }) => seriesId);
}
