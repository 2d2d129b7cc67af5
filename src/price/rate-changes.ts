import { REFUSALS_FREE_SINCE } from './price.js';
import type { Dated, PriceBook } from './rates.js';

const KNOWN = new WeakMap<PriceBook, readonly number[]>();

/** The instants (milliseconds since 1970) at which any price of the book begins or ends, in order, each once. */
export function rateChanges(book: PriceBook): readonly number[] {
  const known = KNOWN.get(book);
  if (known !== undefined) return known;
  const models = [...book.models.values()].flatMap(
    ({ standard, longContext, fast, fastLongContext, extendedAccess }): readonly Dated[] => [
      ...standard,
      ...longContext,
      ...fast,
      ...fastLongContext,
      ...extendedAccess,
    ],
  );
  const days = [...models, ...book.batch, ...book.webSearch].flatMap(({ from, until }) => [from, until ?? '']);
  const changes = [...new Set([...days, REFUSALS_FREE_SINCE])]
    .filter((day) => day !== '')
    .map((day) => Date.parse(day))
    .toSorted((a, b) => a - b);
  KNOWN.set(book, changes);
  return changes;
}
