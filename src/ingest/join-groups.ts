import { JOINS } from '../join/joins.js';
import type { GroupJoined, JoinGroupStore } from '../store/join-groups.store.js';
import type { GroupToJoin } from '../store/read-groups.js';
import type { WrittenCounts } from '../store/write-joined.js';
import { judgeEvent, type OwnRules } from './judge.js';
import { keepJudgement } from './keep-judgement.js';

export interface JoinParts {
  readonly joins: JoinGroupStore;
  readonly rules: OwnRules;
}

export interface JoinAsked {
  /** Groups that have been dirty for less are left: more of their logs may be about to arrive. */
  readonly settledMs: number;
  readonly signal: AbortSignal;
}

/** What joining has come to. */
export interface JoinCounts extends WrittenCounts {
  readonly groups: number;
  /** Groups that could not be joined, and why; they stay dirty. */
  readonly failed: readonly { readonly groupId: number; readonly message: string }[];
}

/** Groups that are looked for, and at most joined in a transaction, at a time. */
const PAGE = 64;
/** Sights of a transaction: enough to make its fixed cost small, few enough to keep memory and locks short. */
const BATCH_SIGHTS = 2_000;

/** Joins every dirty group: events of calls that several logs tell are derived anew from what the logs tell by now. */
export async function joinDirtyGroups(
  { joins, rules }: JoinParts,
  { settledMs, signal }: JoinAsked,
): Promise<JoinCounts> {
  const counts = { groups: 0, added: 0, rewritten: 0, removed: 0 };
  const failed = new Map<number, string>();
  const left = new Set<number>();
  // Most groups are small; the first is tried alone, and more at once for as long as they stay small together.
  let atOnce = 1;

  const join = async (groupIds: readonly number[]): Promise<void> => {
    try {
      const { joined, sights, ...written } = await joins.join(groupIds, (group) => derive(group, rules), keepJudgement);
      // Another instance is at the others.
      for (const groupId of groupIds) if (!joined.includes(groupId)) left.add(groupId);
      counts.groups += joined.length;
      counts.added += written.added;
      counts.rewritten += written.rewritten;
      counts.removed += written.removed;
      atOnce = sights < BATCH_SIGHTS ? Math.min(PAGE, atOnce * 2) : Math.max(1, Math.floor(atOnce / 2));
    } catch (error) {
      const [only, ...others] = groupIds;
      if (only === undefined) return;
      if (others.length > 0) {
        // One of them is in the way of the rest.
        for (const groupId of groupIds) await join([groupId]);
        return;
      }
      left.add(only);
      failed.set(only, error instanceof Error ? error.message : String(error));
    }
  };

  for (;;) {
    const page = (await joins.dirty(settledMs, PAGE + left.size)).filter((groupId) => !left.has(groupId));
    if (page.length === 0)
      return { ...counts, failed: [...failed].map(([groupId, message]) => ({ groupId, message })) };
    while (page.length > 0) {
      if (signal.aborted) return { ...counts, failed: [] };
      await join(page.splice(0, atOnce));
    }
  }
}

/** What a group's sights come to: joined, then priced and attributed like any event. */
function derive({ cloud, time, sights, facts }: GroupToJoin, rules: OwnRules): GroupJoined {
  const join = JOINS[cloud]?.join;
  if (join === undefined) throw new Error(`logs of ${cloud} are not joined by this version`);
  const { events, report, shows } = join(time, sights, facts);
  return {
    base: report.base,
    report,
    shows: shows ?? null,
    events: events.map(({ event, sourceId, ...told }) => ({ ...judgeEvent(event, sourceId, rules), ...told })),
  };
}
