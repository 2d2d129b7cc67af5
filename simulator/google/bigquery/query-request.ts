import type { JsonFieldReader } from '../json-fields.js';
import type { Parameter } from './expression-types.js';
import { invalidQuery } from './sql-words.js';

/** What jobs.query and jobs.insert have in common. */
export interface QueryRequest {
  readonly sql: string;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly maximumBytesBilled: number | undefined;
  readonly location: string | undefined;
}

/** Read the body of jobs.query, or `configuration.query` of jobs.insert. */
export function readQueryRequest(body: JsonFieldReader, location: string | undefined): QueryRequest {
  const sql = body.text('query');
  if (sql === undefined || sql.trim() === '') throw invalidQuery('Required parameter is missing: query');
  const parameters = body.objects('queryParameters').map((one): [string, Parameter] => {
    const name = one.text('name');
    if (name === undefined) throw invalidQuery('The stand-in plays named parameters only');
    const type = one.object('parameterType')?.text('type') ?? 'STRING';
    return [name, { type, value: one.object('parameterValue')?.text('value') ?? null }];
  });
  return { sql, parameters: new Map(parameters), maximumBytesBilled: body.whole('maximumBytesBilled'), location };
}
