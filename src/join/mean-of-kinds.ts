import { groupedBy } from '../usage/grouped-by.js';

/** A mean by kind, and of all kinds together. */
export interface Mean {
  readonly of: (kind: string) => number;
  readonly ofAny: number;
}

/** So many are taken for seen before any is: large enough that a handful of calls proves nothing, small beside hundreds. */
const SEEN_BEFORE = 8;
/** And of each kind so many, half of them like all kinds and half as expected: kinds may differ. */
const OF_KIND = 4;

/** The mean of each kind, as far as so many of it tell: of few it stays close to what is expected, of many it is their own. */
export function meanOf<One extends { readonly kind: string }>(
  all: readonly One[],
  value: (one: One) => number,
  expected: number,
): Mean {
  const sum = (of: readonly One[]) => of.reduce((total, one) => total + value(one), 0);
  const ofAny = (sum(all) + SEEN_BEFORE * expected) / (all.length + SEEN_BEFORE);
  const before = (ofAny + expected) / 2;
  const means = new Map(
    [...groupedBy(all, ({ kind }) => kind)].map(([kind, of]) => [
      kind,
      (sum(of) + OF_KIND * before) / (of.length + OF_KIND),
    ]),
  );
  return { of: (kind) => means.get(kind) ?? before, ofAny };
}
