import { useQuery } from '@tanstack/react-query';
import type { BilledAnswer, BilledDay, BilledScope } from '../../api/generated/types.gen.js';
import { billedQuery } from '../../api/collected-queries.js';
import { Answered } from '../../components/answered.js';
import { StateWord } from '../../components/state-word.js';
import { TableCard } from '../../components/table-card.js';
import type { ColumnOf } from '../../components/table-line.js';
import { TONE_OF_STANDING } from '../../figures/billed.js';
import { nameOfAccount } from '../../figures/labels.js';
import { limitsOf } from '../../figures/limits-of.js';
import { formatDay, formatMoment } from '../../format/date.js';
import {
  formatCents,
  formatCurrency,
  formatExactUsd,
  formatHundredths,
  formatSignedCents,
} from '../../format/number.js';
import { useMay } from '../../view/session.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const w = words.health.billed;
const { none } = words.figures;
const MOST = 14;

const COLUMNS: readonly ColumnOf<BilledDay>[] = [
  {
    title: w.day,
    cell: ({ day, scope }) => (
      <>
        {formatDay(day, true)}
        <span className="small faint block" title={scope}>
          {nameOfAccount(scope)}
        </span>
      </>
    ),
    text: ({ day }) => day,
  },
  {
    title: w.standing,
    cell: ({ standing }) => <StateWord tone={TONE_OF_STANDING[standing]}>{w.standings[standing]}</StateWord>,
    text: ({ standing, scope }) => `${w.standings[standing]} (${scope})`,
  },
  {
    title: w.meters,
    cell: ({ charges }) => <Charges charges={charges} />,
    text: ({ charges }) => charges.map(({ meter }) => meter).join('; '),
  },
  {
    title: w.billed,
    isNumber: true,
    cell: ({ standing, billed }) =>
      billed.length === 0 ? (standing === 'nothingBilled' ? formatCents('0') : none) : billed.map(amountOf).join(' + '),
    text: ({ standing, billed }) =>
      standing === 'nothingBilled' ? '0' : billed.map(({ cost, currency }) => `${cost} ${currency}`).join(' + '),
  },
  {
    title: w.computed,
    isNumber: true,
    cell: ({ computedUsd, unpricedRequests }) => (
      <>
        <span title={computedUsd === null ? undefined : formatExactUsd(computedUsd)}>
          {computedUsd === null ? none : formatCents(computedUsd)}
        </span>
        {unpricedRequests > 0 && <span className="small faint block">{w.unpriced(unpricedRequests)}</span>}
      </>
    ),
    text: ({ computedUsd }) => computedUsd ?? '',
  },
  {
    title: w.difference,
    isNumber: true,
    cell: ({ differenceUsd }) => (differenceUsd === null ? none : formatSignedCents(differenceUsd)),
    text: ({ differenceUsd }) => differenceUsd ?? '',
  },
];

/** What Azure billed for Claude beside what was computed, day by day. Why they differ is not said here. */
export function BilledCard({ view }: { view: View }) {
  const maySee = useMay('wholeFigures');
  const billed = useQuery({ ...billedQuery(view.question), enabled: maySee });
  if (!maySee) return null;
  return (
    <Answered title={w.title} query={billed} none={({ scopes }) => (scopes.length === 0 ? w.none : null)}>
      {({ rows, scopes, totals }) => (
        <TableCard
          title={w.title}
          note={w.note(totals.differenceUsd === null ? none : formatSignedCents(totals.differenceUsd))}
          lead={w.lead}
          foot={scopes.map((scope) => (
            <ScopeNote key={`${scope.cloud} ${scope.scope}`} scope={scope} timeZone={view.timeZone} />
          ))}
          file="billed"
          limits={limitsOf(view)}
          columns={COLUMNS}
          rows={rows}
          keyOf={({ day, cloud, scope }) => [day, cloud, scope].join(' ')}
          totals={[{ key: 'total', name: words.figures.total, cells: totalCells(totals) }]}
          most={MOST}
        />
      )}
    </Answered>
  );
}

function totalCells({ days, billedUsd, computedUsd, differenceUsd }: BilledAnswer['totals']): string[] {
  return [
    w.compared(days),
    '',
    billedUsd === null ? none : formatCents(billedUsd),
    computedUsd === null ? none : formatCents(computedUsd),
    differenceUsd === null ? none : formatSignedCents(differenceUsd),
  ];
}

function amountOf({ currency, cost }: BilledDay['billed'][number]): string {
  return currency === 'USD' ? formatCents(cost) : formatCurrency(cost, currency);
}

function Charges({ charges }: { charges: BilledDay['charges'] }) {
  if (charges.length === 0) return none;
  const units = charges.filter(({ ccu }) => ccu !== null);
  return (
    <>
      {units.map(({ meter, ccu }) => (
        <span key={meter} className="block" title={`${meter}: ${ccu ?? ''}`}>
          {w.units(formatHundredths(ccu ?? '0'))}
        </span>
      ))}
      {charges.length > units.length && (
        <span className="block" title={charges.map(({ meter }) => meter).join(', ')}>
          {w.otherMeters(charges.length - units.length)}
        </span>
      )}
    </>
  );
}

/** When a bill was read, and what of it was not taken for Claude's. */
function ScopeNote({ scope, timeZone }: { scope: BilledScope; timeZone: string }) {
  const { leftOut, leftOutMeters } = scope;
  return (
    <div>
      <span title={scope.scope}>{w.read(nameOfAccount(scope.scope), formatMoment(scope.readAt, timeZone))}</span>{' '}
      {leftOutMeters !== null && leftOutMeters > 0 && leftOut !== null && (
        <details className="inline">
          <summary className="inline cursor-pointer underline">{w.leftOut(leftOutMeters)}</summary>
          <ul className="mt-1 grid gap-1">
            {leftOut.map(({ meter, category, cost, currency }) => (
              <li key={`${meter} ${category} ${currency}`}>
                <span className="mono">{meter === '' ? words.figures.notKnown : meter}</span>{' '}
                <span className="faint">{category}</span> {formatCurrency(cost, currency)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
