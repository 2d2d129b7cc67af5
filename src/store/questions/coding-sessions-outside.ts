import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import type { Queryable } from '../snapshot.js';
import { fromCodingCalls, SESSION, type CodingCalls } from './coding-session-calls.js';
import { Parameters } from './parameters.js';

/** Sessions that a range cuts off. */
export interface SessionsOutside {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

const rowsSchema = z.array(z.object({ session: z.string() }));
const FAR_OFF = Date.parse('9999-01-01T00:00:00Z');

/** Which of the sessions have calls before the range, and which after it? What was asked for besides the range is left aside. */
export async function codingSessionsOutside(
  database: Queryable,
  { range, filters, sessions }: CodingCalls & { readonly sessions: readonly string[] },
): Promise<SessionsOutside> {
  const during = async (window: Window) => {
    const parameters = new Parameters();
    const calls = await fromCodingCalls(database, { range: window, filters: filters.whole, sessions }, parameters);
    const { rows } = await database.query(`select distinct ${SESSION} as session ${calls}`, parameters.values);
    return new Set(rowsSchema.parse(rows).map(({ session }) => session));
  };
  return {
    before: await during({ from: 0, to: range.from }),
    after: await during({ from: range.to, to: FAR_OFF }),
  };
}
