import { useQuery } from '@tanstack/react-query';
import { unloggedQuery } from '../../api/operations-queries.js';
import type { UnloggedRow } from '../../api/generated/types.gen.js';
import { parseUsd } from '../../format/money.js';
import { formatCompact, formatPercent, formatUsd } from '../../format/number.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { nameOfAccount } from '../../figures/labels.js';

const w = words.health.unlogged;
const MOST = 12;

/** What the clouds metered and no log tells of, priced, with its likely cause: beside the figures, not in them. */
export function UnloggedCard({ view }: { view: View }) {
  const maySee = useMay('wholeFigures');
  const { data } = useQuery({ ...unloggedQuery(view.question), enabled: maySee });
  if (!data || data.rows.length === 0) return null;
  return (
    <section className="card flush c12">
      <header>
        <h2>{w.title}</h2>
        <span className="faint small">
          {w.note(formatUsd(parseUsd(data.totals.costUsd)), formatCompact(data.totals.tokens.total))}
        </span>
      </header>
      <p className="px-4 pb-3 quiet">{w.lead}</p>
      <div className="scroll" tabIndex={0} role="group" aria-label={w.title}>
        <table className="table min-w-[860px]">
          <caption className="sr-only">{w.title}</caption>
          <thead>
            <tr>
              {[w.place, w.model, w.cause].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              {[w.logged, w.tokens, w.cost].map((title) => (
                <th key={title} scope="col" className="num">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.slice(0, MOST).map((row) => (
              <Row
                key={[row.cloud, row.accountId, row.region, row.model, row.cause, row.configuredRate].join(' ')}
                row={row}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="foot">{data.rows.length > MOST ? w.more(data.rows.length - MOST) : w.foot}</p>
    </section>
  );
}

function Row({ row }: { row: UnloggedRow }) {
  return (
    <tr>
      <th scope="row">
        {row.region}
        <span className="small faint block" title={row.accountId}>
          {nameOfAccount(row.accountId)}
        </span>
      </th>
      <td className="mono">{row.model}</td>
      <td>
        <span className="strong">{w.causes[row.cause]}</span>
        <span className="small quiet block">{row.words}</span>
        <Evidence words={row.evidence} />
      </td>
      <td className="num">
        <LoggedShare row={row} />
      </td>
      <td className="num">{formatCompact(row.tokens.total)}</td>
      <td className="num">
        {row.unpricedTokens > 0 && row.costUsd === '0' ? w.notKnown : formatUsd(parseUsd(row.costUsd))}
      </td>
    </tr>
  );
}

/** What the cause was concluded from: settings as they were seen, and when. */
function Evidence({ words: found }: { words: readonly string[] }) {
  if (found.length === 0) return null;
  return (
    <details className="small quiet">
      <summary>{w.evidence}</summary>
      {found.map((words) => (
        <p key={words}>{words}</p>
      ))}
    </details>
  );
}

/** The share of the calls that a log tells of, and the share that it should. */
function LoggedShare({ row: { observedRate, configuredRate } }: { row: UnloggedRow }) {
  return (
    <>
      {observedRate === null ? <span title={w.nothingMetered}>{words.figures.none}</span> : formatPercent(observedRate)}
      <span className="small faint block">
        {configuredRate === null ? w.configuredUnknown : w.configured(formatPercent(configuredRate))}
      </span>
    </>
  );
}
