import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { costsQuery } from '../../api/queries.js';
import { AfterDiscounts } from '../../components/after-discounts.js';
import { BarPanel } from '../../components/bar-panel.js';
import { Change } from '../../components/change.js';
import { InConsumptionUnits } from '../../components/in-consumption-units.js';
import { Legend } from '../../components/legend.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Segments } from '../../components/segments.js';
import { Skeleton } from '../../components/skeleton.js';
import { UnpricedNote } from '../../components/unpriced-note.js';
import { Trouble } from '../../components/trouble.js';
import type { Grouping } from '../../figures/dimensions.js';
import { labelOfDimension, namesOfClouds } from '../../figures/labels.js';
import { formatDays, formatMonth, formatRange, formatTime } from '../../format/date.js';
import { approximateUsd, parseUsd } from '../../format/money.js';
import { formatUsd } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import { fittingBucket } from '../../range/buckets.js';
import { lengthDays } from '../../range/range.js';
import { useBreakdown, type Breakdown } from '../../view/breakdown.js';
import { useDrill } from '../../view/drill.js';
import { useSetSearch } from '../../view/search.js';
import { earlierBucketOf, type View } from '../../view/view.js';
import { words } from '../../words/words.js';

const STACKS: readonly Grouping[] = ['model', 'team', 'cloud'];
const HEIGHT = 248;

/** The one strong number, its change, and the days it is made of. */
export function Hero({ view }: { view: View }) {
  const { by = 'model' } = useSearch({ from: '/' });
  const setSearch = useSetSearch();
  const bucket = fittingBucket(lengthDays(view.range));
  const breakdown = useBreakdown(view, by, 'cost', bucket);
  const drill = useDrill(view, bucket);
  const w = words.overview;
  const title =
    view.range.preset === 'monthToDate'
      ? w.toDate(formatMonth(localDateOf(view.range.fromMs, view.timeZone)))
      : formatRange(view.range, view.timeZone);
  const earlierLabel =
    view.compared &&
    formatDays(
      localDateOf(view.compared.fromMs, view.timeZone),
      localDateOf(view.compared.toMs - 1, view.timeZone),
      false,
    );
  const { picture, totals } = breakdown;
  return (
    <section className="card c12">
      <header>
        <h2>{title}</h2>
        <span className="faint small">{w.listPrice}</span>
        <span className="push small quiet">
          <span className="only-wide">{w.by}</span>
          <Segments
            label={w.by}
            value={by}
            segments={STACKS.map((value) => ({ value, label: labelOfDimension(value) }))}
            onChange={(value) => {
              setSearch({ by: value === 'model' ? undefined : value }, 'replace');
            }}
          />
        </span>
      </header>
      {breakdown.error ? (
        <Trouble error={breakdown.error} retry={breakdown.retry} />
      ) : !picture || !totals ? (
        <Skeleton height={HEIGHT + 88} />
      ) : totals.requests === 0 ? (
        <NothingHere view={view} />
      ) : (
        <>
          <Headline view={view} breakdown={breakdown} earlierLabel={earlierLabel} />
          <Legend
            series={picture.series}
            tick={
              picture.earlier && earlierLabel && view.comparison !== 'none'
                ? `${words.costs.tick[view.comparison][bucket]}, ${earlierLabel}`
                : null
            }
            partial={picture.partial.includes(true)}
            onPick={(series) => {
              drill.narrowTo(by, series, []);
            }}
          />
          <div className="h-2" />
          <BarPanel
            picture={picture}
            bucket={bucket}
            timeZone={view.timeZone}
            label={w.chart(labelOfDimension(by))}
            height={HEIGHT}
            dim={breakdown.isStale}
            earlierBucket={earlierBucketOf(view)}
            onOpen={drill.openBucket}
          />
          <UnpricedNote figures={totals} />
        </>
      )}
    </section>
  );
}

/** The change of those clouds that were read in both periods, where others were not. */
function PartlyCompared({ view: { comparable }, earlierLabel }: { view: View; earlierLabel: string | null }) {
  const now = useQuery(costsQuery(comparable && { ...comparable.question, bucket: 'none', groupBy: [] }));
  const before = useQuery(costsQuery(comparable && { ...comparable.earlier, bucket: 'none', groupBy: [] }));
  const w = words.overview;
  if (!comparable) return <span className="small quiet">{w.compareMissing}</span>;
  const [present, past] = [now.data?.totals.costUsd ?? null, before.data?.totals.costUsd ?? null];
  return (
    <span className="quiet">
      {present !== null && past !== null && (
        <>
          <b className="strong">
            <Change now={Number(present)} before={Number(past)} />
          </b>{' '}
          {w.against(formatUsd(parseUsd(past)), earlierLabel ?? '')}.{' '}
        </>
      )}
      <span className="small">{w.leftOut(namesOfClouds(comparable.leftOut))}</span>
    </span>
  );
}

function Headline({
  view,
  breakdown,
  earlierLabel,
}: {
  view: View;
  breakdown: Breakdown;
  earlierLabel: string | null;
}) {
  const { totals, earlierTotals } = breakdown;
  const w = words.overview;
  if (!totals) return null;
  const cut = view.compared?.cutAtMs;
  return (
    <div className="headline mb-2">
      <span>
        <span className="big">{totals.costUsd === null ? words.figures.notKnown : formatUsd(totals.costUsd)}</span>
        <span className="unit">{words.figures.units.usd}</span>
      </span>
      <AfterDiscounts figures={totals} />
      <InConsumptionUnits figures={totals} />
      {earlierTotals?.costUsd != null && totals.costUsd !== null && (
        <span className="quiet">
          {earlierTotals.requests === 0 ? (
            w.noEarlier
          ) : (
            <>
              <b className="strong">
                <Change now={approximateUsd(totals.costUsd)} before={approximateUsd(earlierTotals.costUsd)} />
              </b>{' '}
              {w.against(formatUsd(earlierTotals.costUsd), earlierLabel ?? '')}
              {cut ? `, ${w.cutAt(formatTime(cut, view.timeZone))}` : ''}
            </>
          )}
        </span>
      )}
      {view.compared && !view.earlierIsRead && view.reachIsKnown && (
        <PartlyCompared view={view} earlierLabel={earlierLabel} />
      )}
    </div>
  );
}
