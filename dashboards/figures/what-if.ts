import type { Alternative, PeriodCaveat, PeriodWhatIf, PeriodWhatIfRow } from '../api/generated/types.gen.js';
import { shareOf, usdOrNull, type PicoUsd } from '../format/money.js';
import { words } from '../words/words.js';
import { labelOfValue } from './labels.js';

const w = words.whatIf;

/** What is imagined, in words: "Through the global endpoint". */
export function changeInWords(change: Alternative['change'], to: string | null): string {
  if (change === 'scope') return w.changes.scope(labelOfValue('endpointScope', to));
  return change === 'model' ? w.changes.model(labelOfValue('model', to)) : w.changes[change];
}

interface Destination {
  /** `null` for changes that are no move; the generated type does not say so. */
  readonly possible: Alternative['possible'] | null;
  readonly policy: string | null;
}

/** Whether the call could have gone to the global endpoint; `null` where that is not the question. */
export function possibleInWords({ possible, policy }: Destination): string | null {
  if (possible === null) return null;
  return possible === 'blockedByPolicy' && policy !== null ? w.policy(policy) : w.possible[possible];
}

/** One group of a period, as it was and as it would have been, of the calls that could be imagined. */
export interface ImaginedRow {
  readonly key: string | null;
  readonly requests: number;
  readonly leftOut: number;
  readonly wasUsd: PicoUsd | null;
  readonly imaginedUsd: PicoUsd | null;
  readonly differenceUsd: PicoUsd | null;
  readonly share: number | null;
  /** Letters of the caveats of the whole that concern this group. */
  readonly notes: readonly string[];
}

/** A letter for each caveat, in the order in which the whole names them. */
export function lettered(caveats: readonly PeriodCaveat[]): readonly (PeriodCaveat & { readonly letter: string })[] {
  return caveats.map((caveat, place) => ({ ...caveat, letter: String.fromCharCode(97 + place) }));
}

export function imaginedRow(row: PeriodWhatIf, key: string | null, whole: PeriodWhatIf): ImaginedRow {
  const wasUsd = usdOrNull(row.comparedCostUsd);
  const differenceUsd = usdOrNull(row.differenceUsd);
  const concerns = new Set(row.caveats.map(({ caveat }) => caveat));
  return {
    key,
    requests: row.imaginedRequests,
    leftOut: row.notImaginedRequests,
    wasUsd,
    imaginedUsd: usdOrNull(row.imaginedCostUsd),
    differenceUsd,
    share: wasUsd === null || differenceUsd === null ? null : shareOf(differenceUsd, wasUsd),
    notes: lettered(whole.caveats).flatMap(({ caveat, letter }) => (concerns.has(caveat) ? [letter] : [])),
  };
}

/** The groups of which anything could be imagined or was left out, the largest difference first. */
export function imaginedRows(rows: readonly PeriodWhatIfRow[], by: string, whole: PeriodWhatIf): ImaginedRow[] {
  const size = ({ differenceUsd }: ImaginedRow) =>
    differenceUsd === null ? -1n : differenceUsd < 0n ? -differenceUsd : differenceUsd;
  return rows
    .map((row) => imaginedRow(row, row.group[by] ?? null, whole))
    .filter((row) => row.requests > 0 || row.leftOut > 0)
    .toSorted((a, b) => (size(a) === size(b) ? b.requests - a.requests : size(a) < size(b) ? 1 : -1));
}
