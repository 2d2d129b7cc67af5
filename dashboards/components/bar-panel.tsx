import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { createBarChart, type BarChart } from '../charts/bar-chart.js';
import type { Picture } from '../figures/picture.js';
import { formatBucket, formatMoment } from '../format/date.js';
import { formatAxis } from '../format/number.js';
import type { Bucket } from '../range/buckets.js';
import { useTheme } from '../view/theme.js';
import { unitOf, wordsOfSize } from '../view/size-words.js';
import { words } from '../words/words.js';
import { BarTip } from './bar-tip.js';

interface BarPanelProps {
  readonly picture: Picture;
  readonly bucket: Bucket;
  readonly timeZone: string;
  readonly label: string;
  readonly height: number;
  readonly dim: boolean;
  /** The bucket of the earlier range that one is compared with. */
  readonly earlierBucket: (bucket: string) => string;
  readonly onOpen: (bucket: string, how: 'narrow' | 'requests') => void;
}

/** A stacked bar chart that can be read by pointer, touch and keyboard. Its figures are also in a table on the same page. */
export function BarPanel({ picture, bucket, timeZone, label, height, dim, earlierBucket, onOpen }: BarPanelProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<BarChart>(null);
  const [marked, setMarked] = useState<Marked | null>(null);
  const { shown: theme } = useTheme();
  const id = useId();

  useEffect(() => {
    if (!canvas.current) return undefined;
    const made = createBarChart(canvas.current);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);
  // Hours of one day need no date, those of several do.
  const severalDays = bucket === 'hour' && picture.buckets.length > 25;
  useEffect(() => {
    const axis = {
      bucket: (name: string) => (severalDays ? formatMoment(name, timeZone) : formatBucket(name, bucket, timeZone)),
      value: (value: number) => formatAxis(value, picture.measure === 'cost'),
    };
    chart.current?.show(picture, axis, theme);
  }, [picture, bucket, severalDays, timeZone, theme]);

  const mark = (place: number | null) => {
    chart.current?.mark(place);
    setMarked(place === null || !chart.current ? null : { place, at: chart.current.positionOf(place) });
  };
  const bucketUnder = (event: PointerEvent) =>
    chart.current?.bucketAt(event.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)) ?? null;
  const open = (place: number | null, requests: boolean) => {
    const name = place === null ? undefined : picture.buckets[place];
    if (name !== undefined) onOpen(name, requests ? 'requests' : 'narrow');
  };
  const onPointerUp = (event: PointerEvent) => {
    const place = bucketUnder(event);
    // A finger has no hover: the first tap shows the bucket, the second opens it.
    if (event.pointerType === 'touch' && marked?.place !== place) mark(place);
    else if (event.button === 0) open(place, event.shiftKey);
  };
  const active = marked?.place ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(event.key, active, picture.buckets.length - 1);
    if (next !== undefined) mark(next);
    else if (event.key === 'Enter') open(active, false);
    else if (event.key === 'r' || event.key === 'R') open(active, true);
    else return;
    event.preventDefault();
  };
  const name = active === null ? undefined : picture.buckets[active];
  const total = active === null ? undefined : picture.totals[active];
  const { barLabel } = words.costs;
  return (
    <div
      className={`chart cursor-pointer ${dim ? 'dim' : ''}`}
      style={{ height }}
      role="group"
      aria-roledescription="chart"
      aria-label={label}
      aria-describedby={id}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        if (event.pointerType !== 'touch') mark(bucketUnder(event));
      }}
      onPointerLeave={(event) => {
        if (event.pointerType !== 'touch') mark(null);
      }}
      onPointerUp={onPointerUp}
      onBlur={() => {
        mark(null);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <p id={id} className="sr-only" role="status">
        {name !== undefined &&
          total &&
          barLabel(
            formatBucket(name, bucket, timeZone, true),
            `${wordsOfSize(total, picture.measure)} ${unitOf(picture.measure)}`,
          )}
      </p>
      {marked && name !== undefined && (
        <BarTip
          key={marked.place}
          picture={picture}
          place={marked.place}
          bucket={bucket}
          timeZone={timeZone}
          earlierBucket={earlierBucket}
          at={marked.at}
        />
      )}
    </div>
  );
}

interface Marked {
  readonly place: number;
  readonly at: { readonly x: number; readonly top: number };
}

/** Where a key moves the mark; `undefined` for keys that move nothing. */
function nextPlace(key: string, active: number | null, last: number): number | null | undefined {
  if (key === 'ArrowLeft') return Math.max(0, (active ?? last + 1) - 1);
  if (key === 'ArrowRight') return Math.min(last, (active ?? -1) + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return key === 'Escape' ? null : undefined;
}
