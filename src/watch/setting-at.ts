import type { SettingSpell } from '../usage/observed-setting.js';
import { HOUR_MS } from '../usage/window.js';
import type { ValueSpell } from './settings-of-place.js';

/** Settings are looked at every hour: for so long after a look they are taken to be as they were. */
const HOLDS_MS = 6 * HOUR_MS;

/** What a setting was at an instant: as it was seen then, or, where nobody looked, as it was seen next, or last. */
export interface SettingAt<T> {
  readonly value: T;
  readonly seenThen: boolean;
  /** `seen so 2026-11-18 06:00 to 2026-11-18 12:00 UTC`, and that it was not looked at in time where it was not. */
  readonly seenWords: string;
}

/** The value that a setting had at an instant; null where it was never read. Values come in order. */
export function settingAt<T>(values: readonly ValueSpell<T>[], at: number): SettingAt<T> | null {
  const then = values.findLast(({ spell }) => spell.firstSeenAt <= at && at <= spell.lastSeenAt + HOLDS_MS);
  const near = then ?? values.find(({ spell }) => spell.firstSeenAt > at) ?? values.at(-1);
  if (near === undefined) return null;
  const { value, spell } = near;
  const late = then === undefined ? `, which is ${spell.firstSeenAt > at ? 'later' : 'earlier'}` : '';
  return { value, seenThen: then !== undefined, seenWords: `seen so ${spanOf(spell)}${late}` };
}

function spanOf({ firstSeenAt, lastSeenAt }: SettingSpell): string {
  return firstSeenAt === lastSeenAt
    ? `${minuteText(firstSeenAt)} UTC`
    : `${minuteText(firstSeenAt)} to ${minuteText(lastSeenAt)} UTC`;
}

function minuteText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
