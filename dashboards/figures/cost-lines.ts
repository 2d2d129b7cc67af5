import type { CostLine } from '../api/generated/types.gen.js';
import { parseUsd, type PicoUsd } from '../format/money.js';

/** A line that is a premium carries the name of its rule; all others are list price. */
export const PREMIUM_RULE = 'regionalPremium';

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

/** The lines of a request's cost, the premium apart from the list price, each with its exact sum. */
export function splitLines(lines: readonly CostLine[]): LinesByKind {
  const premium = lines.filter((line) => line.rule === PREMIUM_RULE);
  const list = lines.filter((line) => line.rule !== PREMIUM_RULE);
  const sum = (some: readonly CostLine[]) => some.reduce((all, line) => all + parseUsd(line.amountUsd), 0n);
  return { list, premium, listUsd: sum(list), premiumUsd: sum(premium) };
}

/** The parts of a cost as shares, in the order of the lines, the premium last. */
export function stripeOf({ list, listUsd, premiumUsd }: LinesByKind): StripePart[] {
  const whole = listUsd + premiumUsd;
  if (whole === 0n) return [];
  const share = (part: PicoUsd) => Number((part * 100_000n) / whole) / 100_000;
  const parts = list.map((line) => ({ part: line.class, share: share(parseUsd(line.amountUsd)) }));
  return [...parts, { part: 'premium', share: share(premiumUsd) }].filter((part) => part.share > 0);
}
