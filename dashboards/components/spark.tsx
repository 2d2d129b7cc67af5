import { words } from '../words/words.js';

const WIDTH = 88;
const HEIGHT = 20;

interface SparkProps {
  readonly buckets: readonly string[];
  readonly sizes: readonly number[];
  readonly partial: readonly boolean[];
}

/** A row's course in miniature; the figures behind it are in the chart. */
export function Spark({ buckets, sizes, partial }: SparkProps) {
  const most = Math.max(...sizes, 0);
  const step = WIDTH / Math.max(sizes.length, 1);
  if (most === 0) return words.figures.none;
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {buckets.map((bucket, place) => {
        const height = (Math.max(0, sizes[place] ?? 0) / most) * HEIGHT;
        return (
          <rect
            key={bucket}
            x={place * step}
            width={Math.max(0.5, step - Math.min(1, step / 4))}
            y={HEIGHT - height}
            height={height}
            opacity={partial[place] ? 0.45 : 1}
          />
        );
      })}
    </svg>
  );
}
