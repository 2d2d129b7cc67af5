import { useLayoutEffect, useRef, useState } from 'react';
import { sizeOf } from '../figures/groups.js';
import { bucketLines, type Picture } from '../figures/picture.js';
import { formatBucket } from '../format/date.js';
import { formatPercent } from '../format/number.js';
import type { Bucket } from '../range/buckets.js';
import { wordsOfSize } from '../view/size-words.js';
import { words } from '../words/words.js';
import { Change } from './change.js';
import { Swatch } from './swatch.js';

interface BarTipProps {
  readonly picture: Picture;
  readonly place: number;
  readonly bucket: Bucket;
  readonly timeZone: string;
  readonly earlierBucket: (bucket: string) => string;
  readonly at: { readonly x: number; readonly top: number };
}

const GAP = 24;

/** The whole bucket, sorted, with shares and total. */
export function BarTip({ picture, place, bucket, timeZone, earlierBucket, at }: BarTipProps) {
  const box = useRef<HTMLDivElement>(null);
  const [left, setLeft] = useState(0);
  const name = picture.buckets[place] ?? '';
  const total = picture.totals[place];
  const earlier = picture.earlier?.[place];
  const { measure } = picture;
  useLayoutEffect(() => {
    const own = box.current;
    const width = own?.parentElement?.clientWidth ?? 0;
    if (!own) return;
    const right = at.x + GAP;
    const fits = right + own.offsetWidth <= width;
    setLeft(fits ? right : Math.max(0, Math.min(at.x - GAP - own.offsetWidth, width - own.offsetWidth)));
  }, [at.x]);
  if (!total) return null;
  return (
    <div ref={box} className="tip" style={{ left, top: at.top }}>
      <h3>
        {formatBucket(name, bucket, timeZone, true)}
        <span>{picture.partial[place] ? words.figures.partial : words.costs.whole[bucket]}</span>
      </h3>
      <table>
        <tbody>
          {bucketLines(picture, place).map((line) => (
            <tr key={line.label}>
              <td>
                <span>
                  <Swatch fill={line.style} />
                  {line.label}
                </span>
              </td>
              <td className="num">{wordsOfSize(line.figures, measure)}</td>
              <td className="num faint">{formatPercent(line.share)}</td>
            </tr>
          ))}
          <tr className="sum">
            <td>{words.figures.total}</td>
            <td className="num">{wordsOfSize(total, measure)}</td>
            <td />
          </tr>
          {earlier && (
            <tr className="quiet">
              <td>{formatBucket(earlierBucket(name), bucket, timeZone, true)}</td>
              <td className="num">{wordsOfSize(earlier, measure)}</td>
              <td className="num">
                <Change now={sizeOf(total, measure)} before={sizeOf(earlier, measure)} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <p className="hint">{bucket === 'hour' ? words.costs.hintRequests : words.costs.hintNarrow}</p>
    </div>
  );
}
