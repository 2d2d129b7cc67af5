import type { z } from 'zod';
import type { SettingSpell } from '../usage/observed-setting.js';
import { HOUR_MS } from '../usage/window.js';
import type { Evidence } from './log-keeping.js';

/** Settings are read every hour: what has not been read for so long may have changed since. */
export const STALE_AFTER_MS = 6 * HOUR_MS;

/** A setting's latest reading, its value parsed. */
export type Latest<T> =
  | { readonly state: 'known'; readonly value: T; readonly spell: SettingSpell }
  | { readonly state: 'denied'; readonly permission: string; readonly on: string; readonly spell: SettingSpell }
  | { readonly state: 'stale'; readonly value: T | null; readonly spell: SettingSpell }
  | { readonly state: 'never' };

/** A spell whose value is of the shape that is asked for. */
export interface ValueSpell<T> {
  readonly value: T;
  readonly from: number;
  readonly to: number;
  readonly spell: SettingSpell;
}

/** The history of one account and region's settings, asked by name and resource. */
export class SettingsOfPlace {
  constructor(
    private readonly history: readonly SettingSpell[],
    private readonly now: number,
  ) {}

  /** How a setting reads now: known, refused, not read lately, or never read. */
  latest<T>(name: string, resource: string, schema: z.ZodType<T>): Latest<T> {
    const spell = this.spells(name, resource).at(-1);
    if (spell === undefined) return { state: 'never' };
    const parsed = spell.reading.known ? schema.safeParse(spell.reading.value) : null;
    if (this.now - spell.lastSeenAt > STALE_AFTER_MS) return { state: 'stale', value: parsed?.data ?? null, spell };
    if (!spell.reading.known) {
      const { permission, on } = spell.reading;
      return { state: 'denied', permission, on, spell };
    }
    return parsed?.success === true ? { state: 'known', value: parsed.data, spell } : { state: 'never' };
  }

  /** Every value that a setting had, the earliest first, from when it was first seen until another one was. */
  values<T>(name: string, resource: string, schema: z.ZodType<T>): ValueSpell<T>[] {
    const spells = this.spells(name, resource);
    return spells.flatMap((spell, index) => {
      const parsed = spell.reading.known ? schema.safeParse(spell.reading.value) : null;
      if (parsed?.success !== true) return [];
      return [{ value: parsed.data, from: spell.firstSeenAt, to: spells[index + 1]?.firstSeenAt ?? this.now, spell }];
    });
  }

  /** The last time before `at` that a setting was seen at all. */
  lastSeenBefore(name: string, resource: string, at: number): number | null {
    return this.spells(name, resource).findLast(({ firstSeenAt }) => firstSeenAt < at)?.lastSeenAt ?? null;
  }

  private spells(name: string, resource: string): SettingSpell[] {
    return this.history
      .filter((spell) => spell.name === name && spell.scope.resource === resource)
      .toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  }
}

/** The value, also one that was not read lately. */
export function valueOf<T>(latest: Latest<T>): T | null {
  return latest.state === 'known' || latest.state === 'stale' ? latest.value : null;
}

/** A spell as evidence: what was seen, from when to when. */
export function evidenceOf({ name, scope, firstSeenAt, lastSeenAt }: SettingSpell, words: string): Evidence {
  return { setting: name, resource: scope.resource, words, firstSeenAt, lastSeenAt };
}

/** Why something was never known, for people: a value that is there has another shape than this version reads. */
export function whyUnread(what: string, latest: Latest<unknown>): string {
  return whyUnknown(what, latest.state === 'known' ? { state: 'never' } : latest);
}

/** Why something is not known, for people. */
export function whyUnknown(what: string, latest: Exclude<Latest<unknown>, { state: 'known' }>): string {
  if (latest.state === 'denied')
    return `It cannot be told ${what}: reading it is refused without ${latest.permission}.`;
  if (latest.state === 'never') return `It cannot be told ${what}: it has not been read yet.`;
  const at = new Date(latest.spell.lastSeenAt).toISOString().slice(0, 16).replace('T', ' ');
  return `It cannot be told ${what}: it was last read ${at} UTC.`;
}
