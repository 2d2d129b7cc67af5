import { JOINS } from '../join/joins.js';
import type { GroupJoined, GroupToJoin, JoinGroupStore } from '../store/join-groups.store.js';
import type { WrittenCounts } from '../store/write-joined.js';
import { judgeEvent, type OwnRules } from './judge.js';

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

/** Groups that are looked for at a time. */
const PAGE = 100;

/** Joins every dirty group: events of calls that several logs tell are derived anew from what the logs tell by now. */
export async function joinDirtyGroups(
  { joins, rules }: JoinParts,
  { settledMs, signal }: JoinAsked,
): Promise<JoinCounts> {
  const counts = { groups: 0, added: 0, rewritten: 0, removed: 0 };
  const failed = new Map<number, string>();
  const left = new Set<number>();
  for (;;) {
    const page = (await joins.dirty(settledMs, PAGE + left.size)).filter((groupId) => !left.has(groupId));
    if (page.length === 0)
      return { ...counts, failed: [...failed].map(([groupId, message]) => ({ groupId, message })) };
    for (const groupId of page) {
      if (signal.aborted) return { ...counts, failed: [] };
      try {
        const written = await joins.join(groupId, (group) => derive(group, rules));
        // Another instance is at it.
        if (written === null) left.add(groupId);
        else {
          counts.groups += 1;
          counts.added += written.added;
          counts.rewritten += written.rewritten;
          counts.removed += written.removed;
        }
      } catch (error) {
        left.add(groupId);
        failed.set(groupId, error instanceof Error ? error.message : String(error));
      }
    }
  }
}

/** What a group's sights come to: joined, then priced and attributed like any event. */
function derive({ cloud, hour, sights }: GroupToJoin, rules: OwnRules): GroupJoined {
  const join = JOINS[cloud]?.join;
  if (join === undefined) throw new Error(`logs of ${cloud} are not joined by this version`);
  const { events, report } = join(hour, sights);
  return {
    base: report.base,
    report,
    events: events.map(({ event, sourceId, seenBy, filledFrom }) => ({
      ...judgeEvent(event, sourceId, rules),
      seenBy,
      filledFrom,
    })),
  };
}
