import type { Chart, Plugin } from 'chart.js';

/** What the two plugins draw, changed from outside between two drawings. */
export interface Overlay {
  /** The bucket under the pointer or the keyboard's mark. */
  active: number | null;
  ticks: readonly (number | null)[];
  columnColour: string;
  tickColour: string;
}

function widthOfBucket(chart: Chart): number {
  return chart.chartArea.width / Math.max(1, chart.data.labels?.length ?? 1);
}

/** A shaded column behind the active bucket. */
export function columnPlugin(overlay: Overlay): Plugin<'bar'> {
  return {
    id: 'column',
    beforeDatasetsDraw: (chart) => {
      const x = chart.scales['x'];
      if (overlay.active === null || !x) return;
      const width = widthOfBucket(chart);
      chart.ctx.save();
      chart.ctx.fillStyle = overlay.columnColour;
      chart.ctx.fillRect(
        x.getPixelForValue(overlay.active) - width / 2,
        chart.chartArea.top,
        width,
        chart.chartArea.height,
      );
      chart.ctx.restore();
    },
  };
}

/** The same bucket of the earlier range: a short dark tick across the bar. */
export function ticksPlugin(overlay: Overlay): Plugin<'bar'> {
  return {
    id: 'ticks',
    afterDatasetsDraw: (chart) => {
      const { x, y } = chart.scales;
      if (!x || !y) return;
      const half = Math.max(3, Math.min(widthOfBucket(chart) * 0.42, 38));
      const { ctx } = chart;
      ctx.save();
      ctx.strokeStyle = overlay.tickColour;
      ctx.lineWidth = 2;
      ctx.beginPath();
      for (const [place, value] of overlay.ticks.entries()) {
        if (value === null) continue;
        const middle = x.getPixelForValue(place);
        const height = Math.round(y.getPixelForValue(value));
        ctx.moveTo(middle - half, height);
        ctx.lineTo(middle + half, height);
      }
      ctx.stroke();
      ctx.restore();
    },
  };
}
