import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { createBarChart, type BarChart } from '../charts/bar-chart.js';
import type { Picture } from '../figures/picture.js';
import { formatBucket } from '../format/date.js';
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
  const [active, setActive] = useState<number | null>(null);
  const touched = useRef<number | null>(null);
  const { shown: theme } = useTheme();
  const id = useId();

  useEffect(() => {
    if (!canvas.current) return;
    const made = createBarChart(canvas.current);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);
  const axis = useMemo(
    () => ({
      bucket: (name: string) => formatBucket(name, bucket, timeZone),
      value: (value: number) => formatAxis(value, picture.measure === 'cost'),
    }),
    [bucket, timeZone, picture.measure],
  );
  useEffect(() => {
    chart.current?.show(picture, axis);
  }, [picture, axis, theme]);
  useEffect(() => {
    chart.current?.mark(active);
  }, [active]);

  const bucketUnder = (event: PointerEvent) => chart.current?.bucketAt(event.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)) ?? null;
  const open = (place: number | null, requests: boolean) => {
    const name = place === null ? undefined : picture.buckets[place];
    if (name !== undefined) onOpen(name, requests ? 'requests' : 'narrow');
  };
  const onPointerUp = (event: PointerEvent) => {
    const place = bucketUnder(event);
    // A finger has no hover: the first tap shows the bucket, the second opens it.
    if (event.pointerType === 'touch' && touched.current !== place) {
      touched.current = place;
      setActive(place);
      return;
    }
    if (event.button === 0) open(place, event.shiftKey);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = picture.buckets.length - 1;
    const to: Readonly<Record<string, number | null>> = {
      ArrowLeft: Math.max(0, (active ?? last + 1) - 1),
      ArrowRight: Math.min(last, (active ?? -1) + 1),
      Home: 0,
      End: last,
      Escape: null,
    };
    const next = to[event.key];
    if (next !== undefined) setActive(next);
    else if (event.key === 'Enter') open(active, false);
    else if (event.key === 'r' || event.key === 'R') open(active, true);
    else return;
    event.preventDefault();
  };
  const name = active === null ? undefined : picture.buckets[active];
  const total = active === null ? undefined : picture.totals[active];
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
        if (event.pointerType !== 'touch') setActive(bucketUnder(event));
      }}
      onPointerLeave={() => {
        setActive(null);
        touched.current = null;
      }}
      onPointerUp={onPointerUp}
      onBlur={() => {
        setActive(null);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <p id={id} className="sr-only" role="status">
        {name !== undefined && total && words.costs.barLabel(formatBucket(name, bucket, timeZone, true), `${wordsOfSize(total, picture.measure)} ${unitOf(picture.measure)}`)}
      </p>
      {active !== null && chart.current && (
        <BarTip picture={picture} place={active} bucket={bucket} timeZone={timeZone} earlierBucket={earlierBucket} at={chart.current.positionOf(active)} />
      )}
    </div>
  );
}
