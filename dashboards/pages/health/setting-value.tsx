import type { SettingSpell } from '../../api/generated/types.gen.js';
import { evidenceLabel } from '../../figures/alerts.js';
import { type Leaf, tellingLeaves } from '../../figures/settings.js';
import { words } from '../../words/words.js';

const w = words.health.settings;
/** What matters about a setting is said by its first values; all of them stand in its history. */
const MOST = 4;
const LONGEST = 56;
const HEAD = 32;

/** What a setting reads, in a line or two. */
export function SettingValue({ spell: { known, value, permission } }: { spell: SettingSpell }) {
  if (!known) return <span className="quiet">{w.refused(permission ?? words.figures.notKnown)}</span>;
  const told = tellingLeaves(value);
  return (
    <span className="small" title={told.map((leaf) => `${leaf.path}: ${String(leaf.value)}`).join('\n')}>
      {told
        .slice(0, MOST)
        .map((leaf) => `${pathLabel(leaf.path)}: ${leafText(leaf)}`)
        .join(' · ')}
      {told.length > MOST && <span className="faint"> · {w.more(told.length - MOST)}</span>}
    </span>
  );
}

/** One value of a setting as people read it. */
export function leafText({ value }: Leaf): string {
  if (value === null) return w.nothing;
  if (typeof value === 'boolean') return value ? w.yes : w.no;
  const text = String(value);
  return text.length <= LONGEST ? text : `${text.slice(0, HEAD)}…${text.slice(HEAD - LONGEST)}`;
}

/** Where a value lies in its setting, as people read it: `sinks.0.name` is "sinks 0 name". */
export function pathLabel(path: string): string {
  return evidenceLabel(path, w.paths).replaceAll('.', ' ');
}
