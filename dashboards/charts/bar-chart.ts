import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';
import type { Picture } from '../figures/picture.js';
import { columnPlugin, ticksPlugin, type Overlay } from './plugins.js';
import { paintOf } from './paint.js';
import { earlierSizes, stackedBars, type AxisWords } from './stacked-bars.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

/** One bar chart on one canvas. */
export interface BarChart {
  show(picture: Picture, words: AxisWords, theme: 'light' | 'dark'): void;
  mark(place: number | null): void;
  /** Where a bucket stands, in pixels from the left of the canvas, and where the plot begins. */
  positionOf(place: number): { x: number; top: number };
  bucketAt(x: number): number | null;
  destroy(): void;
}

export function createBarChart(canvas: HTMLCanvasElement): BarChart {
  const overlay: Overlay = { active: null, ticks: [], columnColour: '', tickColour: '' };
  const chart = new Chart<'bar', number[], string>(canvas, {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: { animation: false, responsive: true, maintainAspectRatio: false, events: [] },
    plugins: [columnPlugin(overlay), ticksPlugin(overlay)],
  });
  return {
    show: (picture, words, theme) => {
      const paint = paintOf(theme);
      const { data, options } = stackedBars(picture, paint, words, canvas.clientWidth < 600 ? 5 : 16);
      overlay.ticks = earlierSizes(picture);
      overlay.columnColour = paint.token('sunken');
      overlay.tickColour = paint.token('mark');
      chart.data = data;
      chart.options = { ...options, events: [] };
      chart.update('none');
    },
    mark: (place) => {
      if (overlay.active === place) return;
      overlay.active = place;
      chart.draw();
    },
    positionOf: (place) => ({ x: chart.scales['x']?.getPixelForValue(place) ?? 0, top: chart.chartArea.top }),
    bucketAt: (x) => {
      const { left, right } = chart.chartArea;
      const count = chart.data.labels?.length ?? 0;
      if (x < left || x > right || count === 0) return null;
      return Math.min(count - 1, Math.floor(((x - left) / (right - left)) * count));
    },
    destroy: () => {
      chart.destroy();
    },
  };
}
