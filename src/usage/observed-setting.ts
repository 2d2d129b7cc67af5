import { z } from 'zod';
import type { Cloud } from './cloud.js';

/** What a setting belongs to. `resource` is empty where the account and region as a whole are meant. */
export interface SettingScope {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  /** A log group's name, `s3://bucket`, `s3://bucket/prefix`, or empty. */
  readonly resource: string;
}

/** What was read of a setting: its value, or the permission without which it cannot be told. Never a guess. */
export const settingReadingSchema = z.discriminatedUnion('known', [
  z.object({ known: z.literal(true), value: z.unknown() }),
  z.object({
    known: z.literal(false),
    /** The action to allow, such as `logs:DescribeLogGroups`, and on what. */
    permission: z.string(),
    on: z.string(),
  }),
]);
export type SettingReading = z.output<typeof settingReadingSchema>;

/** One setting as it is now. */
export interface ObservedSetting {
  readonly scope: SettingScope;
  readonly name: string;
  readonly reading: SettingReading;
}

/** The UTC day of the oldest or newest record that can be read; null when there is none. */
export const recordDaySchema = z.object({ day: z.iso.date().nullable() });

/** A setting over the time in which it read the same: one row of its history. Milliseconds since 1970. */
export interface SettingSpell extends ObservedSetting {
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** The history after one more look: what reads the same is seen longer, what reads otherwise starts a spell of its own. */
export function withObserved(
  history: readonly SettingSpell[],
  seen: readonly ObservedSetting[],
  at: number,
): SettingSpell[] {
  const spells = [...history];
  for (const setting of seen) {
    const latest = spells.findLastIndex((spell) => isSameSetting(spell, setting));
    const spell = spells[latest];
    if (spell !== undefined && canonical(spell.reading) === canonical(setting.reading))
      spells[latest] = { ...spell, lastSeenAt: Math.max(spell.lastSeenAt, at) };
    else spells.push({ ...setting, firstSeenAt: at, lastSeenAt: at });
  }
  return spells;
}

function isSameSetting(a: ObservedSetting, b: ObservedSetting): boolean {
  return (
    a.name === b.name &&
    a.scope.cloud === b.scope.cloud &&
    a.scope.accountId === b.scope.accountId &&
    a.scope.region === b.scope.region &&
    a.scope.resource === b.scope.resource
  );
}

/** JSON with its keys in order, so that two readings of the same are the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
