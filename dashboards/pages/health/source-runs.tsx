import { useQuery } from '@tanstack/react-query';
import { runsQuery } from '../../api/queries.js';
import type { Source, SourceRun } from '../../api/generated/types.gen.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { formatDuration, formatMoment } from '../../format/date.js';
import { formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';
import { nameOfAccount } from '../../figures/labels.js';

const w = words.health.sources;
const RUN_COUNTS = ['pages', 'read', 'new', 'duplicate', 'ignored', 'rejected'] as const;

/** What a source does in words, and its last runs. */
export function SourceRuns({ source, timeZone }: { source: Source; timeZone: string }) {
  const runs = useQuery(runsQuery(source.sourceId));
  return (
    <div className="grid gap-2 py-2">
      <p className="max-w-3xl whitespace-normal">{source.words}</p>
      <dl className="kv small justify-start [&_dd]:!text-left max-w-3xl">
        <dt>{w.readFrom}</dt>
        <dd className="mono" title={source.accountId ?? undefined}>
          {[source.logGroup, source.accountId && nameOfAccount(source.accountId), source.region]
            .filter(Boolean)
            .join(' · ')}
        </dd>
        <dt>{w.schedule}</dt>
        <dd className="mono">{source.schedule}</dd>
        <dt>{w.nextRun}</dt>
        <dd>{source.nextRunAt === null ? words.figures.none : formatMoment(source.nextRunAt, timeZone)}</dd>
        <dt>{w.lastSuccess}</dt>
        <dd>{source.lastSuccessAt === null ? w.never : formatMoment(source.lastSuccessAt, timeZone)}</dd>
        {source.lastError !== null && (
          <>
            <dt>{w.lastError}</dt>
            <dd className="whitespace-normal">
              {source.lastErrorAt !== null && (
                <span className="faint">{formatMoment(source.lastErrorAt, timeZone)} </span>
              )}
              {source.lastError}
            </dd>
          </>
        )}
      </dl>
      <h3>{w.runs}</h3>
      {runs.error ? (
        <Trouble error={runs.error} retry={() => void runs.refetch()} />
      ) : !runs.data ? (
        <Skeleton height={120} />
      ) : (
        <RunTable runs={runs.data.runs} timeZone={timeZone} />
      )}
    </div>
  );
}

function RunTable({ runs, timeZone }: { runs: readonly SourceRun[]; timeZone: string }) {
  const titles = [w.began, w.took, w.purpose, w.window, w.result, ...RUN_COUNTS.map((name) => w[name])];
  return (
    <table className="lines small">
      <thead>
        <tr>
          {titles.map((title, place) => (
            <th key={title} scope="col" className={place > 4 || place === 1 ? 'num' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={`${run.startedAt} ${run.windowFrom}`}>
            <td className="whitespace-nowrap">{formatMoment(run.startedAt, timeZone)}</td>
            <td className="num">
              {run.finishedAt === null
                ? w.running
                : formatDuration((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000)}
            </td>
            <td>{run.purpose}</td>
            <td className="whitespace-nowrap">
              {formatMoment(run.windowFrom, timeZone)} – {formatMoment(run.windowTo, timeZone)}
            </td>
            <td title={run.error ?? undefined}>{run.error ?? run.state}</td>
            {RUN_COUNTS.map((name) => (
              <td key={name} className="num">
                {formatWhole(run[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
