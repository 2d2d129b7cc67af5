import { scaledDecimal } from '../../usage/decimal-text.js';

/**
 * A billed quantity in single tokens (or searches); `null` where it is no number. What the words beside it say of the unit
 * (`1K tokens`, `Million Input Tokens`) goes before what is usual. What is less than a token is rounding of the bill.
 */
export function countedOf(quantity: string | null, words: readonly (string | null)[], usual: bigint): bigint | null {
  const nano = scaledDecimal(quantity ?? '', 9);
  if (nano === null) return null;
  const unit = words.map((text) => (text === null ? null : unitIn(text))).find((size) => size !== null) ?? usual;
  const sized = nano * unit;
  const half = sized < 0n ? -500_000_000n : 500_000_000n;
  return (sized + half) / 1_000_000_000n;
}

function unitIn(words: string): bigint | null {
  if (/million|\b1?m\b[ _-]?(?:tok|input|output)|1,?000,?000\b|\b1m\b/i.test(words)) return 1_000_000n;
  return /thousand|\b1k\b|\bk ?tokens|\b1,?000 (?:tok|count|req)/i.test(words) ? 1_000n : null;
}
