import type { SettingReading, SettingScope, SettingSpell } from '../../src/usage/observed-setting.js';
import { DAY_MS } from '../../src/usage/window.js';
import type { RetentionVerdict } from '../../src/watch/retention-verdict.js';

/** The moment at which logs are judged, and moments so many days before it. */
export const NOW = Date.parse('2026-11-21T12:00:00Z');
export const day = (ago: number): number => NOW - ago * DAY_MS;
const dayName = (ago: number): string => new Date(day(ago)).toISOString().slice(0, 10);

/** What was read of a setting, or the permission that was lacking. */
export const value = (value: unknown): SettingReading => ({ known: true, value });
export const denied = (permission: string, on: string): SettingReading => ({ known: false, permission, on });

/** What a look for the oldest or the newest record found: one of so many days ago, or none. */
export const recordDay = (ago: number | null): SettingReading => value({ day: ago === null ? null : dayName(ago) });

/** One spell of a setting, seen from so many days ago until so many days ago (0 is now). */
export function spellOf(
  scope: SettingScope,
  name: string,
  reading: SettingReading,
  from: number,
  to: number,
): SettingSpell {
  return { scope, name, reading, firstSeenAt: day(from), lastSeenAt: day(to) };
}

/** The codes of the reasons that decide a verdict. */
export const codesOf = ({ reasons }: RetentionVerdict): string[] =>
  reasons.filter(({ weight }) => weight !== 'notes').map(({ code }) => code);

/** The codes of what is only worth a note beside a verdict. */
export const notesOf = ({ reasons }: RetentionVerdict): string[] =>
  reasons.filter(({ weight }) => weight === 'notes').map(({ code }) => code);
