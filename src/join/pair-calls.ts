import { type Call, isOneMethod, type Seen } from './calls.js';
import { agreement, haveOneCount } from './token-agreement.js';
import { WIDEST_MS } from './tolerance.js';

/** Rounds of choosing each other: what is left after them is close to too many others to be told apart. */
const ROUNDS = 3;

/**
 * Which request-response row and which metadata entry tell of the same answered call. Those with equal token counts that are
 * closest to each other in time find each other first; what is left pairs up only where neither has a choice, both began
 * and ended together and one of the counts is the same: the two logs count the same call differently. Whether two pair up
 * depends on nothing further away than some tolerances, so that neighbouring hours come to the same pairs.
 */
export function pairCalls(rows: readonly Seen[], entries: readonly Seen[]): Call[] {
  const near = candidatesOf(rows, entries);
  const partner = new Map<Seen, { other: Seen; isSure: boolean }>();
  const take = (row: Seen, entry: Seen, isSure: boolean) => {
    partner.set(row, { other: entry, isSure });
    partner.set(entry, { other: row, isSure });
  };
  const open = (seen: Seen) => (near.get(seen) ?? []).filter(({ other }) => !partner.has(other));
  const equal = (seen: Seen) => open(seen).filter(({ agree }) => agree === 'equal');

  // Where several calls are equal in all counts at the same time, which is which cannot be known.
  const hasChoice = new Set([...rows, ...entries].filter((seen) => equal(seen).length > 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = rows.flatMap((row) => {
      const entry = partner.has(row) ? undefined : equal(row)[0]?.other;
      return entry !== undefined && equal(entry)[0]?.other === row ? [{ row, entry }] : [];
    });
    for (const { row, entry } of chosen) take(row, entry, !hasChoice.has(row) && !hasChoice.has(entry));
  }
  const alone = rows.flatMap((row) => {
    const [only, more] = partner.has(row) ? [] : open(row);
    return only !== undefined &&
      more === undefined &&
      open(only.other).length === 1 &&
      endTogether(row, only.other) &&
      shareCount(row, only.other)
      ? [{ row, entry: only.other, isSure: near.get(row)?.length === 1 && near.get(only.other)?.length === 1 }]
      : [];
  });
  for (const { row, entry, isSure } of alone) take(row, entry, isSure);

  const calls: Call[] = rows.map((row) => {
    const found = partner.get(row);
    return { row, entry: found?.other ?? null, isSure: found?.isSure ?? true };
  });
  const lonely = entries.filter((entry) => !partner.has(entry));
  return [...calls, ...lonely.map((entry) => ({ row: null, entry, isSure: true }))];
}

/** Two logs that count one call differently still agree in one of its counts; two calls hardly ever do. */
const shareCount = (row: Seen, entry: Seen) =>
  agreement(row.event.tokens, entry.event.tokens) !== 'different' || haveOneCount(row.event.tokens, entry.event.tokens);

function endTogether(row: Seen, entry: Seen): boolean {
  if (row.end === null || entry.end === null) return false;
  return Math.abs(row.end - entry.end) <= Math.max(row.toleranceMs, entry.toleranceMs);
}

interface Candidate {
  readonly other: Seen;
  readonly distanceMs: number;
  readonly agree: ReturnType<typeof agreement>;
}

/** Of every sight those of the other log that can be the same call, the closest first. */
function candidatesOf(rows: readonly Seen[], entries: readonly Seen[]): Map<Seen, Candidate[]> {
  const near = new Map<Seen, Candidate[]>([...rows, ...entries].map((seen) => [seen, []]));
  const byStart = { entries: timed(entries, startOf), rows: timed(rows, startOf) };
  const byEnd = {
    entries: timed(entries, ({ end }) => end),
    rows: timed(rows, (row) => (row.startIsKnown ? null : row.end)),
  };
  for (const { entries: from, rows: to } of [byStart, byEnd]) {
    let first = 0;
    for (const { seen: entry, time } of from) {
      while (first < to.length && (to[first]?.time ?? 0) < time - WIDEST_MS) first += 1;
      for (let index = first; index < to.length; index += 1) {
        const row = to[index];
        if (row === undefined || row.time > time + WIDEST_MS) break;
        const distanceMs = Math.abs(row.time - time);
        if (distanceMs > Math.max(entry.toleranceMs, row.seen.toleranceMs)) continue;
        if (!isOneMethod(row.seen.event, entry.event)) continue;
        const agree = agreement(row.seen.event.tokens, entry.event.tokens);
        near.get(entry)?.push({ other: row.seen, distanceMs, agree });
        near.get(row.seen)?.push({ other: entry, distanceMs, agree });
      }
    }
  }
  for (const candidates of near.values()) candidates.sort((a, b) => a.distanceMs - b.distanceMs || byName(a, b));
  return near;
}

const startOf = (seen: Seen) => (seen.startIsKnown ? seen.at : null);
const byName = (a: Candidate, b: Candidate) => (a.other.sight.recordId < b.other.sight.recordId ? -1 : 1);

function timed(all: readonly Seen[], timeOf: (seen: Seen) => number | null) {
  return all
    .flatMap((seen) => {
      const time = timeOf(seen);
      return time === null ? [] : [{ seen, time }];
    })
    .toSorted((a, b) => a.time - b.time);
}
