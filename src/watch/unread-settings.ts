import type { SettingSpell } from '../usage/observed-setting.js';
import type { MissingPermission } from './log-keeping.js';

/** Permissions that the latest readings were refused for; one each, however many settings need it. */
export function unreadSettings(
  history: readonly SettingSpell[],
  toGrant: (setting: string, permission: string, on: string) => MissingPermission,
): MissingPermission[] {
  const latest = new Map<string, SettingSpell>();
  for (const spell of history.toSorted((a, b) => a.firstSeenAt - b.firstSeenAt))
    latest.set(`${spell.name}\n${spell.scope.resource}`, spell);
  const missing = new Map<string, MissingPermission>();
  for (const { name, reading } of latest.values()) {
    if (reading.known) continue;
    missing.set(`${reading.permission}\n${reading.on}`, toGrant(name, reading.permission, reading.on));
  }
  return [...missing.values()];
}
