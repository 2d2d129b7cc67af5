import { Random, seedWordsOf } from '../../../random.js';
import { isInSpell, type AzureFaults } from '../../azure-faults.js';
import type { Workspace } from '../../world/estate.js';
import type { LogRow } from './log-row.js';

const MINUTE_MS = 60_000;

/** A row in its workspace. */
export interface DeliveredRow extends LogRow {
  /** When it can be queried, milliseconds since 1970. */
  readonly ingestedAt: number;
}

/**
 * The deliveries of a row: none, one, or one more where it is delivered again. Resource logs take three to ten minutes.
 * `key` sets the row apart from all others; every fault has a draw of its own.
 */
export function deliver(row: LogRow, key: string, workspace: Workspace, faults: AzureFaults): DeliveredRow[] {
  const happenedAt = Number(row.cells.TimeGenerated.count / 10_000n);
  if (isInSpell(faults.loggingOff, row.resource, happenedAt)) return [];
  const random = new Random(seedWordsOf(key));
  const usual = random.whole(3 * MINUTE_MS, 10 * MINUTE_MS);
  const isLate = random.chance(faults.lateShare);
  const lateBy = Math.round(random.unit() ** 2 * faults.lateMaxMinutes * MINUTE_MS);
  const isTwice = random.chance(faults.duplicateShare);
  const twiceBy = random.whole(MINUTE_MS, 90 * MINUTE_MS);
  const first = happenedAt + (isLate ? Math.max(usual, lateBy) : usual);
  const times = isTwice ? [first, first + twiceBy] : [first];
  return times
    .filter((ingestedAt) => !isInSpell(faults.dailyCap, workspace.name, ingestedAt))
    .map((ingestedAt) => Object.assign({ ingestedAt }, row));
}
