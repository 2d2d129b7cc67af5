import type { Dimension, Grouping } from './dimensions.js';

/** The eight series colours of the tokens, by number. */
export const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type Colour = (typeof COLOURS)[number];

/** Closed lists have fixed colours, so that they look the same in every installation and every document. */
const FIXED: Partial<Record<Grouping | Dimension, Readonly<Record<string, Colour>>>> = {
  cloud: { bedrock: 2, vertex: 1, foundry: 3, anthropic: 6 },
  endpointScope: { global: 3, geo: 2, 'multi-region': 6, region: 7, 'data-zone': 1, provisioned: 4, unknown: 8 },
  outcome: { ok: 3, blocked: 2, failed: 7 },
  tokenClass: { input: 1, cacheRead: 5, cacheWrite5m: 2, cacheWrite1h: 7, output: 6, webSearch: 3, premium: 4 },
};

export type Colouring = ReadonlyMap<string, Colour>;

/**
 * Colours belong to entities, not to ranks: the names that were largest over a long range take the eight colours in order of
 * the alphabet, whatever the present range and filters are. Names that are shown but not among them take what the others on
 * the same chart leave free, and start again from the first when nothing is left.
 */
export function assignColours(
  dimension: Grouping | Dimension,
  longRange: readonly string[],
  shown: readonly string[],
): Colouring {
  const fixed = FIXED[dimension] ?? {};
  const colours = new Map<string, Colour>(Object.entries(fixed));
  const settled = longRange.filter((name) => !colours.has(name)).slice(0, COLOURS.length - colours.size);
  const free = COLOURS.filter((colour) => ![...colours.values()].includes(colour));
  for (const [place, name] of settled.toSorted().entries()) {
    const colour = free[place];
    if (colour) colours.set(name, colour);
  }
  const taken = new Set(shown.flatMap((name) => colours.get(name) ?? []));
  const left = COLOURS.filter((colour) => !taken.has(colour));
  const pool = left.length > 0 ? left : COLOURS;
  for (const [place, name] of shown
    .filter((name) => !colours.has(name))
    .toSorted()
    .entries()) {
    const colour = pool[place % pool.length];
    if (colour) colours.set(name, colour);
  }
  return colours;
}
