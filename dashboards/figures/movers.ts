import type { PicoUsd } from '../format/money.js';
import type { Figures } from './measures.js';

export interface Mover {
  readonly key: string | null;
  readonly now: PicoUsd;
  readonly before: PicoUsd;
  readonly change: PicoUsd;
}

function size(amount: PicoUsd): PicoUsd {
  return amount < 0n ? -amount : amount;
}

/** What changed most against the earlier range, in either direction. Groups whose cost is not known have no change. */
export function moversOf(
  now: ReadonlyMap<string | null, Figures>,
  before: ReadonlyMap<string | null, Figures>,
  most: number,
): Mover[] {
  return [...new Set([...now.keys(), ...before.keys()])]
    .flatMap((key) => {
      const [present, past] = [now.get(key), before.get(key)];
      const nowUsd = present ? present.costUsd : 0n;
      const beforeUsd = past ? past.costUsd : 0n;
      if (nowUsd === null || beforeUsd === null || nowUsd === beforeUsd) return [];
      return [{ key, now: nowUsd, before: beforeUsd, change: nowUsd - beforeUsd }];
    })
    .toSorted((a, b) => (size(a.change) < size(b.change) ? 1 : -1))
    .slice(0, most);
}
