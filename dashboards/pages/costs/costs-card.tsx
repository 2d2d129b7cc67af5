import { AfterDiscounts } from '../../components/after-discounts.js';
import { BarPanel } from '../../components/bar-panel.js';
import { Change } from '../../components/change.js';
import { Icon } from '../../components/icon.js';
import { Legend } from '../../components/legend.js';
import { NothingHere } from '../../components/nothing-here.js';
import { Skeleton } from '../../components/skeleton.js';
import { UnpricedNote } from '../../components/unpriced-note.js';
import type { Grouping } from '../../figures/dimensions.js';
import { sizeOf } from '../../figures/groups.js';
import { labelOfDimension } from '../../figures/labels.js';
import { formatDays, formatTime } from '../../format/date.js';
import { formatSignedUsd } from '../../format/number.js';
import { localDateOf } from '../../format/zone.js';
import type { Bucket } from '../../range/buckets.js';
import type { Measure } from '../../search-params.js';
import type { Breakdown } from '../../view/breakdown.js';
import { useDrill } from '../../view/drill.js';
import { useSetSearch } from '../../view/search.js';
import { unitOf, wordsOfSize } from '../../view/size-words.js';
import { earlierBucketOf, type View } from '../../view/view.js';
import { words } from '../../words/words.js';
import { CommitmentsNote } from './commitments-note.js';

const HEIGHT = 320;
const w = words.costs;

interface CostsCardProps {
  readonly view: View;
  readonly by: Grouping;
  readonly measure: Measure;
  readonly bucket: Bucket;
  readonly breakdown: Breakdown;
}

/** The total and its bars. */
export function CostsCard({ view, by, measure, bucket, breakdown }: CostsCardProps) {
  const drill = useDrill(view, bucket);
  const { picture, totals, groups } = breakdown;
  if (!picture || !totals) return <Skeleton height={HEIGHT + 88} />;
  if (totals.requests === 0) return <NothingHere view={view} />;
  const { compared, timeZone } = view;
  const earlierLabel =
    compared && formatDays(localDateOf(compared.fromMs, timeZone), localDateOf(compared.toMs - 1, timeZone), false);
  const named = new Set(picture.series.map((series) => series.key));
  const others = groups.flatMap(({ key }) => (key === null || named.has(key) ? [] : [key]));
  return (
    <>
      <Headline
        view={view}
        measure={measure}
        breakdown={breakdown}
        earlierLabel={earlierLabel}
        onRequests={drill.openRequests}
      />
      <div className="mt-3 mb-2">
        <Legend
          series={picture.series}
          tick={
            picture.earlier && earlierLabel && view.comparison !== 'none'
              ? `${w.tick[view.comparison][bucket]}, ${earlierLabel}`
              : null
          }
          partial={picture.partial.includes(true)}
          onPick={(series) => {
            drill.narrowTo(by, series, others);
          }}
        />
      </div>
      <BarPanel
        picture={picture}
        bucket={bucket}
        timeZone={timeZone}
        label={w.chartLabel(words.figures.measures[measure], labelOfDimension(by), w.buckets[bucket])}
        height={HEIGHT}
        dim={breakdown.isStale}
        earlierBucket={earlierBucketOf(view)}
        onOpen={drill.openBucket}
      />
      {measure === 'cost' && <UnpricedNote figures={totals} />}
      {measure === 'cost' && <CommitmentsNote view={view} />}
    </>
  );
}

interface HeadlineProps {
  readonly view: View;
  readonly measure: Measure;
  readonly breakdown: Breakdown;
  readonly earlierLabel: string | null;
  readonly onRequests: () => void;
}

function Headline({ view, measure, breakdown, earlierLabel, onRequests }: HeadlineProps) {
  const setSearch = useSetSearch();
  const { totals, earlierTotals } = breakdown;
  if (!totals) return null;
  const cut = view.compared?.cutAtMs;
  const known = measure !== 'cost' || (totals.costUsd !== null && earlierTotals?.costUsd != null);
  return (
    <div className="headline">
      <span>
        <span className="big">{wordsOfSize(totals, measure)}</span>
        <span className="unit">{unitOf(measure)}</span>
      </span>
      {measure === 'cost' && <AfterDiscounts figures={totals} />}
      {earlierTotals && earlierLabel && known && (
        <span className="quiet">
          <Change now={sizeOf(totals, measure)} before={sizeOf(earlierTotals, measure)} />
          {measure === 'cost' &&
            totals.costUsd !== null &&
            earlierTotals.costUsd !== null &&
            ` · ${formatSignedUsd(totals.costUsd - earlierTotals.costUsd)}`}{' '}
          {words.overview.against(wordsOfSize(earlierTotals, measure), earlierLabel)}
          {cut ? `, ${words.overview.cutAt(formatTime(cut, view.timeZone))}` : ''}
        </span>
      )}
      {view.compared && !view.earlierIsRead && view.reachIsKnown && (
        <span className="small quiet">{words.overview.compareMissing}</span>
      )}
      <span className="ml-auto flex gap-2">
        <button
          type="button"
          className="btn sm"
          onClick={() => {
            setSearch({ panel: 'explain' });
          }}
        >
          <Icon name="question" />
          {w.explain}
        </button>
        <button type="button" className="btn sm" onClick={onRequests}>
          <Icon name="list" />
          {w.openRequests}
        </button>
      </span>
    </div>
  );
}
