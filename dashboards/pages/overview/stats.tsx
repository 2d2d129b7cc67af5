import { useQuery } from '@tanstack/react-query';
import { Link, linkOptions, type LinkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { costsQuery, quarantineQuery } from '../../api/queries.js';
import { Swatch } from '../../components/swatch.js';
import { figuresOf, NO_FIGURES } from '../../figures/measures.js';
import { parseUsd, shareOf } from '../../format/money.js';
import { formatCompact, formatPercent, formatRoundUsd } from '../../format/number.js';
import type { CommonSearch } from '../../search-params.js';
import { useCommonSearch } from '../../view/search.js';
import { useMay, useSession } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.overview.cards;

/** Six figures that each lead to where they are explained. */
export function Stats({ view }: { view: View }) {
  const teams = useQuery(costsQuery({ ...view.question, bucket: 'none', groupBy: ['team'] }));
  const outcomes = useQuery(costsQuery({ ...view.question, bucket: 'none', groupBy: ['outcome'] }));
  const seesHealth = useMay('health');
  // Within some teams nothing is unattributed, by what a team is.
  const seesAllTeams = useSession().teams === null;
  const quarantine = useQuery({ ...quarantineQuery(1), enabled: seesHealth });
  const measures = teams.data?.totals;
  const totals = measures ? figuresOf(measures) : NO_FIGURES;
  const cost = totals.costUsd ?? 0n;
  const tokens = measures?.tokens;
  const prompt = tokens ? tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h : 0;
  const nobody = teams.data?.rows.find((row) => row.group['team'] === null)?.costUsd ?? null;
  const saving = totals.cacheSavingUsd ?? 0n;
  const unanswered = (outcomes.data?.rows ?? [])
    .filter((row) => row.group['outcome'] !== 'ok')
    .reduce((sum, row) => sum + row.requests, 0);
  const share = (part: bigint) => {
    const of = shareOf(part, cost);
    return of === null ? words.figures.none : w.ofCost(formatPercent(of));
  };
  const ready = measures !== undefined;
  // Why there are no figures is said once, above.
  const none = teams.error && !ready ? words.figures.none : undefined;
  const requests = totals.requests ?? 0;
  return (
    <div className="c12">
      <div className={`grid12 ${teams.isPlaceholderData ? 'dim' : ''}`}>
        <Stat
          name={w.premium}
          value={ready ? formatRoundUsd(totals.premiumUsd ?? 0n) : none}
          unit={words.figures.units.usd}
          note={share(totals.premiumUsd ?? 0n)}
          to="premium"
        />
        <Stat
          name={saving < 0n ? w.lost : w.saved}
          value={ready ? formatRoundUsd(saving < 0n ? -saving : saving) : none}
          unit={words.figures.units.usd}
          note={prompt === 0 ? words.figures.none : w.hits(formatPercent((tokens?.cacheRead ?? 0) / prompt))}
          to="caching"
        />
        {seesAllTeams && (
          <Stat
            name={w.unattributed}
            mark={<Swatch fill={{ kind: 'unattributed' }} />}
            value={ready ? formatRoundUsd(nobody === null ? 0n : parseUsd(nobody)) : none}
            unit={words.figures.units.usd}
            note={share(nobody === null ? 0n : parseUsd(nobody))}
            to="unattributed"
          />
        )}
        <Stat
          name={w.unpriced}
          mark={<Swatch fill="unpriced" />}
          value={ready ? formatCompact(totals.unpricedTokens) : none}
          unit={words.figures.units.tokens}
          note={
            totals.unpricedRequests === 0
              ? w.allPriced
              : w.costNotKnown(words.figures.requests(totals.unpricedRequests))
          }
          to="unpriced"
        />
        <Stat
          name={w.requests}
          value={ready ? formatCompact(requests) : none}
          unit={words.figures.units.requests}
          note={requests === 0 ? words.figures.none : w.failed(formatPercent(unanswered / requests))}
          to="requests"
        />
        {seesHealth && (
          <Stat
            name={w.quarantine}
            value={
              quarantine.data ? formatCompact(quarantine.data.total) : quarantine.error ? words.figures.none : undefined
            }
            unit={w.records}
            note={quarantine.data?.total === 0 ? w.allRead : w.uncounted}
            to="quarantine"
          />
        )}
      </div>
    </div>
  );
}

type Target = 'premium' | 'caching' | 'unattributed' | 'unpriced' | 'requests' | 'quarantine';

interface StatProps {
  readonly name: string;
  readonly mark?: ReactNode;
  readonly value: string | undefined;
  readonly unit: string;
  readonly note: string;
  readonly to: Target;
}

/** Where each card leads; range and filters come along. */
function targetOf(to: Target, carried: CommonSearch): LinkOptions {
  switch (to) {
    case 'premium':
      return linkOptions({ to: '/costs', search: { ...carried, by: 'endpointScope', sort: '-premium' } });
    case 'caching':
      return linkOptions({ to: '/costs', search: { ...carried, by: 'tokenClass' } });
    case 'unattributed':
      return linkOptions({
        to: '/costs',
        search: { ...carried, filter: [...(carried.filter ?? []), 'team='], by: 'accountId' },
      });
    case 'unpriced':
      return linkOptions({ to: '/unpriced', search: carried });
    case 'requests':
      return linkOptions({ to: '/requests', search: carried });
    case 'quarantine':
  }
  return linkOptions({ to: '/log-health', search: carried });
}

function Stat({ name, mark, value, unit, note, to }: StatProps) {
  const waiting = value === undefined;
  return (
    <Link {...targetOf(to, useCommonSearch())} className="card stat c2">
      <span className="k">
        {mark}
        {name}
      </span>
      {waiting ? (
        <span className="skeleton h-6 w-20" />
      ) : (
        <span className="mid">
          {value}
          <span className="unit">{unit}</span>
        </span>
      )}
      <span className="d">{waiting ? '\u00a0' : note}</span>
    </Link>
  );
}
