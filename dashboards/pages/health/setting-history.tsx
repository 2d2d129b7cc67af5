import type { SettingSpell } from '../../api/generated/types.gen.js';
import { changedLeaves, leavesOf, type SettingLine } from '../../figures/settings.js';
import { formatMoment } from '../../format/date.js';
import { words } from '../../words/words.js';
import { leafText, pathLabel } from './setting-value.js';

const w = words.health.settings;

/** What a setting reads in full, of what, and what each change of it was, the newest first. */
export function SettingHistory({ line: { now, spells, alike }, timeZone }: { line: SettingLine; timeZone: string }) {
  return (
    <div className="grid gap-3">
      {spells.slice(0, -1).map((spell, index) => (
        <Change key={spell.firstSeenAt} after={spell} before={spells[index + 1]} timeZone={timeZone} />
      ))}
      <div>
        <h3>{w.full}</h3>
        {now.known ? (
          <dl className="kv small justify-start [&_dd]:!text-left">
            {leavesOf(now.value).map((leaf) => (
              <div key={leaf.path} className="contents">
                <dt>{pathLabel(leaf.path)}</dt>
                <dd className="mono">{leaf.value === null ? w.nothing : String(leaf.value)}</dd>
              </div>
            ))}
          </dl>
        ) : (
          <p>{w.refused(now.permission ?? words.figures.notKnown)}</p>
        )}
      </div>
      <div>
        <h3>{w.of}</h3>
        <ul className="small">
          {alike.map((one) => (
            <li key={`${one.accountId} ${one.region} ${one.resource}`} className="mono">
              {[one.accountId, one.region, one.resource === one.accountId ? '' : one.resource]
                .filter(Boolean)
                .join(' · ')}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface ChangeProps {
  readonly after: SettingSpell;
  readonly before: SettingSpell | undefined;
  readonly timeZone: string;
}

function Change({ after, before, timeZone }: ChangeProps) {
  if (before === undefined) return null;
  const sentence = w.changed(
    formatMoment(before.lastSeenAt, timeZone, true),
    formatMoment(after.firstSeenAt, timeZone, true),
  );
  return (
    <div>
      <h3>{sentence}</h3>
      {after.known && before.known ? (
        <ul className="small">
          {changedLeaves(before.value, after.value).map(({ path, from, to }) => (
            <li key={path}>
              {w.fromTo(pathLabel(path), from ? leafText(from) : w.absent, to ? leafText(to) : w.absent)}
            </li>
          ))}
        </ul>
      ) : (
        <p className="small">{after.known ? w.readAgain : w.refused(after.permission ?? words.figures.notKnown)}</p>
      )}
    </div>
  );
}
