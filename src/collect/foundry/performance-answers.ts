import type { BusiestMinute, HourLatency, PeakCounts } from '../../usage/performance.js';
import { HOUR_MS } from '../../usage/window.js';
import { deploymentOf, type MeteredCount, type MetricsAnswer } from './metric-answers.js';
import { LATENCY_NAMES } from './metric-names.js';

/** Of the minutes of each hour the busiest by each count; of equal ones the first. */
export function busiestMinutes(minutes: readonly MeteredCount<PeakCounts>[]): BusiestMinute[] {
  const busiest = new Map<string, BusiestMinute>();
  for (const { deployment, modelId, modelVersion, metric, startsAt, value } of minutes) {
    const hour = Math.floor(startsAt / HOUR_MS) * HOUR_MS;
    const key = [deployment, modelId, modelVersion, metric, hour].join('\n');
    const known = busiest.get(key);
    const isBusier = known === undefined || value > known.value || (value === known.value && startsAt < known.minute);
    if (isBusier) {
      busiest.set(key, { deployment, modelId, modelVersion, counts: metric, hour, minute: startsAt, value });
    }
  }
  return [...busiest.values()];
}

/** Hours without an answer have no average, or one of zero, which stands for none: nothing takes no time. */
export function latenciesOf({ value }: MetricsAnswer): HourLatency[] {
  return value.flatMap(({ name, timeseries }) => {
    const metric = LATENCY_NAMES[name.value];
    if (metric === undefined) return [];
    return timeseries.flatMap(({ metadatavalues, data }) => {
      const place = deploymentOf(metadatavalues);
      return data.flatMap(({ timeStamp, average = 0, minimum = 0, maximum = average }) => {
        if (average <= 0) return [];
        const leastMs = minimum > 0 ? minimum : null;
        return [{ ...place, metric, hour: Date.parse(timeStamp), averageMs: average, leastMs, mostMs: maximum }];
      });
    });
  });
}
