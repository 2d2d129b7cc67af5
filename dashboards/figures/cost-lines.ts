import type { CostLine } from '../api/generated/types.gen.js';
import { parseUsd, type PicoUsd } from '../format/money.js';

/** Rules whose lines add to the list price; all other lines are the list price itself. */
const PREMIUM_RULES = new Set(['regionalPremium', 'govCloud']);

/** The rule of a line at plain list price, which needs no words. */
export const LIST_RULE = 'listPrice';

export interface StripePart {
  readonly part: string;
  readonly share: number;
}

export interface LinesByKind {
  readonly list: readonly CostLine[];
  readonly premium: readonly CostLine[];
  readonly listUsd: PicoUsd;
  readonly premiumUsd: PicoUsd;
}

function sumOf(lines: readonly CostLine[]): PicoUsd {
  return lines.reduce((sum, line) => sum + parseUsd(line.amountUsd), 0n);
}

/** The lines of a request's cost, the premium apart from the list price, each with its exact sum. */
export function splitLines(lines: readonly CostLine[]): LinesByKind {
  const premium = lines.filter((line) => PREMIUM_RULES.has(line.rule));
  const list = lines.filter((line) => !PREMIUM_RULES.has(line.rule));
  return { list, premium, listUsd: sumOf(list), premiumUsd: sumOf(premium) };
}

/** The parts of a cost as shares, in the order of the lines, the premium last. */
export function stripeOf({ list, listUsd, premiumUsd }: LinesByKind): StripePart[] {
  const whole = listUsd + premiumUsd;
  if (whole === 0n) return [];
  const share = (part: PicoUsd) => Number((part * 100_000n) / whole) / 100_000;
  const parts = list.map((line) => ({ part: line.class, share: share(parseUsd(line.amountUsd)) }));
  return [...parts, { part: 'premium', share: share(premiumUsd) }].filter((part) => part.share > 0);
}
