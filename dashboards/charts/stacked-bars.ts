import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { sizeOf } from '../figures/groups.js';
import type { Picture, SeriesStyle } from '../figures/picture.js';

/** What a picture needs from the page to be drawn: fills and tokens of the present theme, and words for the axes. */
export interface Paint {
  fill(style: SeriesStyle, partial: boolean): string | CanvasPattern;
  token(name: string): string;
  readonly fontFamily: string;
}

export interface AxisWords {
  bucket(name: string): string;
  value(value: number): string;
}

/** With more bars than this, hairlines would hide what they divide. */
const MOST_WITH_GAPS = 90;

type Bars = ChartConfiguration<'bar', number[], string>;

/** Rows to Chart.js: stacked bars from zero, partial buckets hatched, the comparison left to the ticks plugin. */
export function stackedBars(
  picture: Picture,
  paint: Paint,
  words: AxisWords,
  ticksShown: number,
): Pick<Bars, 'data' | 'options'> {
  const { buckets, partial, series, measure } = picture;
  const text = { color: paint.token('ink-3'), font: { family: paint.fontFamily, size: 11, lineHeight: 1.45 } };
  return {
    data: {
      labels: buckets.map((name) => words.bucket(name)),
      datasets: series.map(({ label, style, byBucket }): ChartDataset<'bar', number[]> => {
        const fills = buckets.map((_, place) => paint.fill(style, partial[place] === true));
        return {
          label,
          data: buckets.map((bucket) => {
            const figures = byBucket.get(bucket);
            return figures ? sizeOf(figures, measure) : 0;
          }),
          backgroundColor: fills,
          hoverBackgroundColor: fills,
          borderColor: paint.token('surface'),
          hoverBorderColor: paint.token('surface'),
          // A hairline between the parts of a bar; hatched and very thin ones need none.
          borderWidth: {
            top: style.kind === 'entity' && buckets.length <= MOST_WITH_GAPS ? 1 : 0,
            left: 0,
            right: 0,
            bottom: 0,
          },
          borderSkipped: false,
          barPercentage: 0.84,
          categoryPercentage: 0.94,
          maxBarThickness: 72,
        };
      }),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: { color: paint.token('line-strong') },
          ticks: { ...text, maxRotation: 0, autoSkipPadding: 12, maxTicksLimit: ticksShown },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          suggestedMax: highestEarlier(picture),
          grid: { color: paint.token('grid'), drawTicks: false },
          border: { display: false },
          ticks: { ...text, padding: 8, maxTicksLimit: 6, callback: (value) => words.value(Number(value)) },
        },
      },
    },
  };
}

/** The values of the ticks, `null` where the earlier range has none. */
export function earlierSizes(picture: Picture): (number | null)[] {
  return picture.buckets.map((_, place) => {
    const figures = picture.earlier?.[place];
    return figures ? sizeOf(figures, picture.measure) : null;
  });
}

function highestEarlier(picture: Picture): number {
  return Math.max(0, ...earlierSizes(picture).map((size) => size ?? 0));
}
