import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { costsQuery } from '../../api/queries.js';
import type { UsageRow } from '../../api/generated/types.gen.js';
import { Change } from '../../components/change.js';
import { Skeleton } from '../../components/skeleton.js';
import { narrowTo } from '../../figures/filters.js';
import { groupCells } from '../../figures/groups.js';
import { labelOfValue, namesOfClouds } from '../../figures/labels.js';
import { cellsOf } from '../../figures/measures.js';
import { moversOf, type Mover } from '../../figures/movers.js';
import { formatDays, formatTime } from '../../format/date.js';
import { approximateUsd } from '../../format/money.js';
import { formatSignedUsd, formatUsd } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import { useCommonSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const MOST = 6;
const w = words.overview.moved;

function byTeam(rows: readonly UsageRow[]) {
  return new Map(groupCells(cellsOf(rows, 'team', null)).map(({ key, figures }) => [key, figures]));
}

/** The teams whose cost changed most, in dollars: percentages alone would let the small ones shout. */
export function Movers({ view }: { view: View }) {
  const { comparable } = view;
  const now = useQuery(costsQuery(comparable && { ...comparable.question, bucket: 'none', groupBy: ['team'] }));
  const before = useQuery(costsQuery(comparable && { ...comparable.earlier, bucket: 'none', groupBy: ['team'] }));
  const movers = useMemo(
    () => (now.data && before.data ? moversOf(byTeam(now.data.rows), byTeam(before.data.rows), MOST) : null),
    [now.data, before.data],
  );
  const carried = useCommonSearch();
  const { compared, timeZone } = view;
  const days =
    compared && formatDays(localDateOf(compared.fromMs, timeZone), localDateOf(compared.toMs - 1, timeZone), false);
  const cut = compared?.cutAtMs ? `, ${words.overview.cutAt(formatTime(compared.cutAtMs, timeZone))}` : '';
  return (
    <section className="card c7">
      <header>
        <h2>{w.title}</h2>
        {days && (
          <span className="faint small">
            {w.against(days)}
            {cut}
            {comparable &&
              comparable.leftOut.length > 0 &&
              `, ${words.overview.without(namesOfClouds(comparable.leftOut))}`}
          </span>
        )}
        <Link className="push" to="/costs" search={{ ...carried, by: 'team', sort: '-change' }}>
          {w.open}
        </Link>
      </header>
      {!compared ? (
        <p className="quiet">{w.off}</p>
      ) : !comparable ? (
        <p className="quiet">{view.reachIsKnown ? words.overview.compareMissing : ''}</p>
      ) : (now.error ?? before.error) ? (
        <p className="quiet">{words.frame.states.failedTitle}</p>
      ) : !movers ? (
        <Skeleton height={256} />
      ) : movers.length === 0 ? (
        <p className="quiet">{w.nothing}</p>
      ) : (
        <ul className={now.isPlaceholderData ? 'dim' : ''}>
          {movers.map((mover) => (
            <MoverLine key={mover.key ?? ''} mover={mover} largest={movers[0]?.change ?? 1n} />
          ))}
        </ul>
      )}
    </section>
  );
}

function MoverLine({ mover, largest }: { mover: Mover; largest: bigint }) {
  const carried = useCommonSearch();
  const length = Math.abs(Number((mover.change * 1000n) / (largest === 0n ? 1n : largest))) / 20;
  return (
    <li>
      <Link
        to="/costs"
        className="mover"
        search={{ ...carried, filter: narrowTo(carried.filter ?? [], 'team', mover.key), by: 'model' }}
      >
        <span className="min-w-0">
          <span className="strong block truncate">{labelOfValue('team', mover.key)}</span>
          <span className="small quiet block">{mover.now === 0n ? w.gone : w.from(formatUsd(mover.before))}</span>
        </span>
        <span className="balance" aria-hidden="true">
          <i style={{ [mover.change > 0n ? 'left' : 'right']: '50%', width: `${String(length)}%` }} />
        </span>
        <span className="num strong">{formatSignedUsd(mover.change)}</span>
        <span className="num quiet">
          <Change now={approximateUsd(mover.now)} before={approximateUsd(mover.before)} />
        </span>
      </Link>
    </li>
  );
}
