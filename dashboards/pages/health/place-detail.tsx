import type { LogStore, MissingPermission, PlaceVerdict, VerdictReason } from '../../api/generated/types.gen.js';
import { Prose } from '../../components/prose.js';
import { Remedy } from '../../components/remedy.js';
import { StateWord } from '../../components/state-word.js';
import { TONE_OF_KEEPING, TONE_OF_WEIGHT, weightiestFirst } from '../../figures/keeping.js';
import { withNamesOfAccounts } from '../../figures/labels.js';
import { formatMoment } from '../../format/date.js';
import { words } from '../../words/words.js';
import { KeptDays } from './kept-days.js';

const w = words.keeping;

/** Why a verdict is what it is: what was seen and when, what to do, and what is held day by day. */
export function PlaceDetail({ place, timeZone }: { place: PlaceVerdict; timeZone: string }) {
  const { reasons, missingPermissions, stores, days, own } = place;
  return (
    <div className="opened">
      {days.length > 0 && <KeptDays days={days} />}
      <p className="quiet">{own.words}</p>
      <h3>{w.reasons}</h3>
      {reasons.length === 0 && <p className="quiet">{w.noReasons}</p>}
      {weightiestFirst(reasons).map((reason) => (
        <Reason key={`${reason.code} ${reason.words}`} reason={reason} timeZone={timeZone} />
      ))}
      {missingPermissions.length > 0 && <Missing permissions={missingPermissions} />}
      {stores.length > 0 && <Stores stores={stores} timeZone={timeZone} />}
    </div>
  );
}

function Reason({ reason, timeZone }: { reason: VerdictReason; timeZone: string }) {
  return (
    <div className="reason">
      <StateWord tone={TONE_OF_WEIGHT[reason.weight]}>{w.weights[reason.weight]}</StateWord>
      <p>{reason.words}</p>
      {reason.evidence.length > 0 && (
        <div className="scroll" tabIndex={0} role="group" aria-label={w.evidence.setting}>
          <table className="lines small">
            <thead>
              <tr>
                {[w.evidence.setting, w.evidence.resource, w.evidence.value, w.evidence.seen].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {reason.evidence.map((one) => (
                <tr key={`${one.setting} ${one.resource} ${one.firstSeenAt}`}>
                  <td className="mono">{one.setting}</td>
                  <td className="mono" title={one.resource}>
                    {one.resource === '' ? w.evidence.whole : withNamesOfAccounts(one.resource)}
                  </td>
                  <td>{one.words}</td>
                  <td className="whitespace-nowrap">
                    {w.seen(formatMoment(one.firstSeenAt, timeZone), formatMoment(one.lastSeenAt, timeZone))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reason.action !== null && <Remedy action={reason.action} />}
    </div>
  );
}

function Missing({ permissions }: { permissions: readonly MissingPermission[] }) {
  return (
    <>
      <h3>{w.missing}</h3>
      {permissions.map((one) => (
        <div key={`${one.permission} ${one.on} ${one.setting}`} className="reason">
          <p>
            <Prose text={w.missingOne(one.permission, one.setting, one.on)} />
          </p>
          <Remedy action={one.action} />
        </div>
      ))}
    </>
  );
}

function keptFor({ known, days }: LogStore): string {
  if (!known) return w.store.unknown;
  return days === null ? w.store.forever : w.store.days(days);
}

function Stores({ stores, timeZone }: { stores: readonly LogStore[]; timeZone: string }) {
  return (
    <>
      <h3>{w.stores}</h3>
      <ul className="grid gap-1">
        {stores.map((store) => (
          <li key={store.name} className="flex flex-wrap gap-x-4">
            <StateWord tone={TONE_OF_KEEPING[store.state]}>{w.states[store.state]}</StateWord>
            <span className="mono" title={store.name}>
              {withNamesOfAccounts(store.name)}
            </span>
            <span className="quiet">
              {[
                store.writtenNow ? w.store.now : w.store.before,
                keptFor(store),
                ...(store.oldestVanishesAt === null
                  ? []
                  : [w.vanishes(formatMoment(store.oldestVanishesAt, timeZone, true))]),
              ].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
