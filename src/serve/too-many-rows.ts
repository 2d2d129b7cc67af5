import { BadParameter } from './request-errors.js';

/** More rows than this are no chart and no table that anybody reads. */
const MOST_ROWS = 20_000;

/** Refuses a question whose answer nobody reads, and says how to narrow it. */
export function refuseTooManyRows(rows: number): void {
  if (rows <= MOST_ROWS) return;
  throw new BadParameter(
    'groupBy',
    `The answer has ${rows} rows, more than ${MOST_ROWS}: narrow the range, take a wider bucket, filter, or group by less.`,
  );
}
