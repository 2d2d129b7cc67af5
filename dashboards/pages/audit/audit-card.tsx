import type { AuditEntry } from '../../api/generated/types.gen.js';
import { LongId } from '../../components/copy-button.js';
import { CsvButton } from '../../components/csv-button.js';
import { Empty } from '../../components/empty.js';
import { detailLines } from '../../figures/access.js';
import { fileName } from '../../format/csv.js';
import { formatDay, formatTime } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { auditCsv } from './audit-csv.js';
import type { AuditFilter } from './audit-filters.js';

const w = words.access.audit;

interface AuditCardProps {
  readonly entries: readonly AuditEntry[];
  readonly filters: AuditFilter;
  readonly view: View;
  readonly onMore: (() => void) | null;
}

/** The entries, the latest first. The file holds those that are shown. */
export function AuditCard({ entries, filters, view, onMore }: AuditCardProps) {
  const { timeZone, question } = view;
  if (entries.length === 0) {
    const isFiltered = Object.values(filters).some((filter) => filter !== undefined);
    return (
      <Empty title={words.frame.states.nothingTitle}>
        <p>{isFiltered ? w.noneFiltered : w.none}</p>
      </Empty>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-2">
        <span className="faint small">{w.shown(entries.length, onMore !== null)}</span>
        <CsvButton
          className="ml-auto"
          make={() => ({
            what: 'audit',
            filters: {
              from: question.from,
              to: question.to,
              timeZone,
              ...(filters.actor && { actor: filters.actor }),
              ...(filters.action && { action: filters.action }),
              ...(filters.target && { target: filters.target }),
            },
            rows: entries.length,
            file: fileName('ledgerline-audit', localDateOf(view.now, timeZone)),
            lines: auditCsv(entries),
          })}
        />
      </div>
      <div className="scroll" tabIndex={0} role="region" aria-label={w.title}>
        <table className="table audit">
          <thead>
            <tr>
              <th scope="col" className="num">
                {w.columns.number}
              </th>
              <th scope="col">{w.columns.time}</th>
              <th scope="col">{w.columns.who}</th>
              <th scope="col">{w.columns.action}</th>
              <th scope="col">{w.columns.target}</th>
              <th scope="col">{w.columns.detail}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.sequence} entry={entry} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      </div>
      {onMore && (
        <p className="foot">
          <button type="button" className="btn sm" onClick={onMore}>
            {w.more}
          </button>
        </p>
      )}
    </>
  );
}

/** Ids are shortened; names of tables and commands are not. */
const LONG_ID = 24;

function EntryRow({ entry, timeZone }: { entry: AuditEntry; timeZone: string }) {
  const { sequence, at, actor, action, target, detail } = entry;
  const lines = detailLines(detail);
  return (
    <tr>
      <td className="num faint">{formatWhole(sequence)}</td>
      <td className="whitespace-nowrap">
        {formatDay(localDateOf(Date.parse(at), timeZone))}, {formatTime(at, timeZone, true)}
      </td>
      <td title={actor.id ?? undefined}>
        {actor.name}
        {actor.id !== null && <span className="small quiet block">{w.kinds[actor.kind]}</span>}
      </td>
      <td className="mono whitespace-nowrap">{action}</td>
      <td className="max-w-64 [overflow-wrap:anywhere]">
        {target === null ? (
          <span className="faint">{words.access.none}</span>
        ) : target.length > LONG_ID ? (
          <LongId id={target} what={w.columns.target} />
        ) : (
          target
        )}
      </td>
      <td>
        {lines.length > 0 && (
          <dl className="audit-detail">
            {lines.map(({ name, value }) => (
              <div key={name} className="contents">
                <dt className="quiet">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </td>
    </tr>
  );
}
