import { z } from 'zod';
import type { Queryable } from '../snapshot.js';
import { codingFigures, type CodingCalls } from './coding-session-calls.js';
import { Parameters } from './parameters.js';
import { usageSumColumns, usageSums, usageSumsOf, type UsageSums } from './usage-sums.js';

/** What a session used of one model in one place. */
export interface CodingSessionPart {
  readonly session: string;
  readonly model: string | null;
  /** As called; only where the model is not known. */
  readonly modelId: string | null;
  readonly cloud: string;
  readonly accountId: string;
  readonly region: string;
  readonly endpointScope: string;
  readonly sums: UsageSums;
}

const rowSchema = z.object({
  ...usageSums,
  session: z.string(),
  model: z.string().nullable(),
  modelId: z.string().nullable(),
  cloud: z.string(),
  accountId: z.string(),
  region: z.string(),
  endpointScope: z.string(),
});

/** Which models did the sessions use where, and how much of each? */
export async function codingSessionParts(
  database: Queryable,
  calls: CodingCalls & { readonly sessions: readonly string[] },
): Promise<CodingSessionPart[]> {
  const parameters = new Parameters();
  const statement = `
     with ${await codingFigures(database, calls, parameters)}
     select session                                                   as session,
            series.model                                              as model,
            case when series.model is null then series.model_id end   as "modelId",
            series.cloud                                              as cloud,
            series.account_id                                         as "accountId",
            series.region                                             as region,
            series.endpoint_scope                                     as "endpointScope",
            ${usageSumColumns}
     from   figures
     join   usage_series series using (series_id)
     group  by 1, 2, 3, 4, 5, 6, 7
     order  by sum(cost_pico) desc, sum(requests) desc, 1, 2, 3, 4, 5, 6, 7`;
  const { rows } = await database.query(statement, parameters.values);
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      session: row.session,
      model: row.model,
      modelId: row.modelId,
      cloud: row.cloud,
      accountId: row.accountId,
      region: row.region,
      endpointScope: row.endpointScope,
      sums: usageSumsOf(row),
    }));
}
