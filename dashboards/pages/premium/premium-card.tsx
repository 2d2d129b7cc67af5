import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { PremiumAnswer } from '../../api/generated/types.gen.js';
import { BarPanel } from '../../components/bar-panel.js';
import { SourceLink } from '../../components/source-link.js';
import { Swatch } from '../../components/swatch.js';
import { partsOf, premiumPicture, styleOfPart } from '../../figures/premium.js';
import { parseUsd, shareOf } from '../../format/money.js';
import { formatPercent, formatUsd } from '../../format/number.js';
import { bucketsOf, partialBuckets, type Bucket } from '../../range/buckets.js';
import { endsOf } from '../../view/drill.js';
import { useCommonSearch, useSetSearch } from '../../view/search.js';
import type { View } from '../../view/view.js';
import { words } from '../../words/words.js';

const HEIGHT = 240;
const w = words.premium;

interface PremiumCardProps {
  readonly view: View;
  readonly bucket: Bucket;
  readonly answer: PremiumAnswer;
  readonly dim: boolean;
}

/** The premium paid, what of it could be saved, and its bars. */
export function PremiumCard({ view, bucket, answer, dim }: PremiumCardProps) {
  const setSearch = useSetSearch();
  const navigate = useNavigate();
  const carried = useCommonSearch();
  const { totals, range } = answer;
  const { knowledge, now } = view;
  const picture = useMemo(() => {
    const grain = range.bucket === 'none' ? bucket : range.bucket;
    const span = { fromMs: Date.parse(range.from), toMs: Date.parse(range.to) };
    const buckets = bucketsOf(span, grain, range.timeZone, now);
    const partial = partialBuckets(buckets, grain, range.timeZone, knowledge.knownUpToMs, knowledge.unread);
    return premiumPicture(answer, buckets, partial);
  }, [answer, range, bucket, knowledge, now]);
  const parts = partsOf(totals.split);
  const open = (name: string, how: 'narrow' | 'requests') => {
    const ends = { ...endsOf(name, bucket, view), range: undefined };
    if (how === 'narrow' && bucket !== 'hour') setSearch(ends);
    else void navigate({ to: '/requests', search: { ...carried, ...ends, sort: 'cost' } });
  };
  return (
    <>
      <Headline totals={totals} />
      {parts.length > 0 && (
        <dl className="parts" aria-label={w.partsTitle}>
          {parts.map(({ key, label, meaning, figures }) => (
            <div key={key}>
              <dt>
                <Swatch fill={styleOfPart(key, parts)} />
                {label}
              </dt>
              <dd>
                <span className="mid">
                  {figures.costUsd === null ? words.figures.notKnown : formatUsd(figures.costUsd)}
                </span>
                <span className="quiet small block">{w.members(figures.requests ?? 0)}</span>
                <span className="quiet small block">{meaning}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {picture.series.length > 0 && (
        <BarPanel
          picture={picture}
          bucket={bucket}
          timeZone={range.timeZone}
          label={w.chart(words.costs.buckets[bucket].toLowerCase())}
          height={HEIGHT}
          dim={dim}
          earlierBucket={(name) => name}
          onOpen={open}
        />
      )}
      <p className="small quiet mt-2">
        {w.rule}
        <span className="block">
          <SourceLink source={w.ruleSource} />
        </span>
      </p>
    </>
  );
}

function Headline({ totals }: { totals: PremiumAnswer['totals'] }) {
  const premium = totals.premiumUsd === null ? null : parseUsd(totals.premiumUsd);
  const saving = totals.savingUsd === null ? null : parseUsd(totals.savingUsd);
  const share = premium === null || totals.costUsd === null ? null : shareOf(premium, parseUsd(totals.costUsd));
  return (
    <div className="headline">
      <span>
        <span className="big">{premium === null ? words.figures.notKnown : formatUsd(premium)}</span>
        <span className="unit">
          {words.figures.units.usd}, {w.paid}
        </span>
      </span>
      <span className="quiet">
        {premium === null
          ? w.notKnown
          : premium === 0n
            ? w.noPremium
            : saving !== null && `${w.saving(formatUsd(saving))} `}
        {share !== null && share > 0 && `${formatPercent(share)} ${w.columns.share}.`}
      </span>
    </div>
  );
}
