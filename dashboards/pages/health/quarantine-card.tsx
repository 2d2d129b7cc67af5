import { useQuery } from '@tanstack/react-query';
import { quarantineQuery } from '../../api/queries.js';
import type { QuarantineAnswer } from '../../api/generated/types.gen.js';
import { Skeleton } from '../../components/skeleton.js';
import { Trouble } from '../../components/trouble.js';
import { formatMoment } from '../../format/date.js';
import { formatBytes, formatWhole } from '../../format/number.js';
import { words } from '../../words/words.js';
import { ReplayButton } from './replay-button.js';

const w = words.health.quarantine;
const SHOWN = 5;

/** What could not be read: how much and why, never what it says. */
export function QuarantineCard({ timeZone }: { timeZone: string }) {
  const quarantine = useQuery(quarantineQuery(SHOWN));
  return (
    <section className="card flush c8">
      <header>
        <h2>{w.title}</h2>
        {quarantine.data && <ReplayButton />}
      </header>
      {quarantine.error ? (
        <Trouble error={quarantine.error} retry={() => void quarantine.refetch()} />
      ) : !quarantine.data ? (
        <div className="p-4">
          <Skeleton height={96} />
        </div>
      ) : (
        <Records quarantine={quarantine.data} timeZone={timeZone} />
      )}
    </section>
  );
}

function Records({ quarantine, timeZone }: { quarantine: QuarantineAnswer; timeZone: string }) {
  return (
    <>
      <div className="px-4 pb-3">
        <span className="mid">
          {formatWhole(quarantine.total)}
          <span className="unit">{w.unit}</span>
        </span>
        <p className="quiet mt-1">{quarantine.total === 0 ? w.none : w.lead}</p>
      </div>
      {quarantine.total > 0 && (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{w.reason}</th>
                <th scope="col">{w.source}</th>
                <th scope="col" className="num">
                  {w.count}
                </th>
              </tr>
              <tr className="total">
                <th scope="row" colSpan={2}>
                  {words.figures.total}
                </th>
                <td className="num">{formatWhole(quarantine.total)}</td>
              </tr>
            </thead>
            <tbody>
              {quarantine.byReason.map((one) => (
                <tr key={`${one.reason} ${one.sourceId}`}>
                  <td>{one.reason}</td>
                  <td className="quiet">{one.sourceId}</td>
                  <td className="num">{formatWhole(one.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <table className="table">
            <caption className="text-left px-4 pt-3 pb-1 strong">{w.latest}</caption>
            <thead>
              <tr>
                <th scope="col">{w.seen}</th>
                <th scope="col">{w.detail}</th>
                <th scope="col" className="num">
                  {w.size}
                </th>
              </tr>
            </thead>
            <tbody>
              {quarantine.rows.map((row) => (
                <tr key={row.id}>
                  <td className="whitespace-nowrap">{formatMoment(row.firstSeenAt, timeZone)}</td>
                  <td className="quiet [overflow-wrap:anywhere]">{row.detail}</td>
                  <td className="num">{formatBytes(row.bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
