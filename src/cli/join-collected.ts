import { joinDirtyGroups } from '../ingest/join-groups.js';
import type { OwnRules } from '../ingest/judge.js';
import type { OpenDatabase } from './open-database.js';
import { FoundTrouble } from './outcome.js';

/** Joins what several logs tell of calls into events, and lets the roll-ups follow: for commands that end after it. */
export async function joinCollected({ joins, rollups }: OpenDatabase, rules: OwnRules): Promise<void> {
  const asked = { settledMs: 0, signal: new AbortController().signal };
  const { groups, failed } = await joinDirtyGroups({ joins, rules }, asked);
  if (groups > 0) while ((await rollups.rebuildDirtyHours()) > 0);
  const [first] = failed;
  if (first === undefined) return;
  throw new FoundTrouble(
    `${failed.length} groups of sights could not be joined into events and stay to be joined; group ${first.groupId}: ${first.message}`,
  );
}
