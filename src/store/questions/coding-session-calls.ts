import { z } from 'zod';
import { measureNames, measuresFromEvents } from '../measures.js';
import type { Queryable } from '../snapshot.js';
import type { Window } from '../../usage/window.js';
import { allOf, conditionOf } from './conditions.js';
import { occurredBetween } from './figures.js';
import { matchingSeries } from './matching-series.js';
import type { Parameters } from './parameters.js';
import type { ScopedFilters } from './scoped-filters.js';

/** Calls of Claude Code in a range that match the filters. */
export interface CodingCalls {
  readonly range: Window;
  readonly filters: ScopedFilters;
  /** Only those of these sessions; `null` for all, and for those whose session no log tells. */
  readonly sessions: readonly string[] | null;
}

/** The filters, and that Claude Code made the call. */
export const byClaudeCode = (filters: ScopedFilters): ScopedFilters =>
  filters.and({ dimension: 'client', exclude: false, values: ['claude-code'] });

/** The session that a log tells of a call. */
export const SESSION = `e.request_metadata ->> 'session'`;

/** `from … where …` of the calls: events `e`, their series `s`, and `person`. */
export async function fromCodingCalls(
  database: Queryable,
  { range, filters, sessions }: CodingCalls,
  parameters: Parameters,
): Promise<string> {
  const series = await matchingSeries(database, byClaudeCode(filters));
  const where = [
    ...occurredBetween(range, parameters),
    `e.series_id = any (${parameters.add(series)}::integer[])`,
    ...filters.ofPerson.map((filter) => conditionOf(filter, parameters)),
    ...(sessions === null ? [] : [`${SESSION} = any (${parameters.add(sessions)}::text[])`]),
  ];
  return `from   usage_event e
       join   usage_series s using (series_id)
       left   join person using (person_id)
       where  ${allOf(where)}`;
}

/** The common table `figures (session, series_id, first_at, last_at, …measures)` of the calls. */
export async function codingFigures(database: Queryable, calls: CodingCalls, parameters: Parameters): Promise<string> {
  return `figures (session, series_id, first_at, last_at, ${measureNames}) as (
       select ${SESSION}, e.series_id, min(e.occurred_at), max(e.occurred_at), ${measuresFromEvents}
       ${await fromCodingCalls(database, calls, parameters)}
       group  by 1, 2
     )`;
}

export const at = z.date().transform((date) => date.toISOString());
