import type { GoogleBackend } from '../google-backend.js';
import { HOUR_MS } from '../google-hours.js';
import { httpStatusOf, type GoogleCall } from '../world/google-call.js';
import { GOOGLE_PLACES } from '../world/google-places.js';
import { nameAndVersion } from '../world/model-id.js';

const PREFIX = 'aiplatform.googleapis.com/publisher/online_serving';
export const TOKEN_COUNT = `${PREFIX}/token_count`;
export const INVOCATION_COUNT = `${PREFIX}/model_invocation_count`;

export const MINUTE_MS = 60_000;
/** Points come minutes after what they count. */
const VISIBLE_AFTER_MS = 3 * MINUTE_MS;

type Labels = Readonly<Record<string, string>>;

/** A series: its labels, and what was counted in each minute, by the minute's beginning. */
export interface MeteredSeries {
  readonly metricLabels: Labels;
  readonly resourceLabels: Labels;
  readonly minutes: Map<number, number>;
}

/** What a metric counts of a call, with the labels of the metric. */
function countsOf(metric: string, call: GoogleCall): readonly (readonly [Labels, number])[] {
  const request_type = call.dedicated ? 'dedicated' : 'shared';
  if (metric === INVOCATION_COUNT) return [[{ request_type, response_code: String(httpStatusOf(call.code)) }, 1]];
  if (metric !== TOKEN_COUNT) return [];
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  const shared = call.dedicated ? {} : { shared_request_type: 'standard' };
  const counted: readonly (readonly [string, number])[] = [
    ['input', input],
    ['output', output],
    ['cache_read_input', cacheRead],
    ['cache_write_input', cacheWrite5m],
    ['cache_write_1h_input', cacheWrite1h],
  ];
  return counted
    .filter(([, tokens]) => tokens > 0)
    .map(([type, tokens]) => [{ type, request_type, ...shared, source: 'online_prediction' }, tokens]);
}

/**
 * The series of a metric in a project over [from, to), as far as they are metered by now. Every call counts in the minute
 * in which it began, logged or not; nothing published says which of its minutes it is. Counts of tokens are not metered.
 */
export function meteredSeries(
  backend: GoogleBackend,
  projectId: string,
  metric: string,
  from: number,
  to: number,
): readonly MeteredSeries[] {
  const metered = backend.clock.now() - VISIBLE_AFTER_MS;
  const series = new Map<string, MeteredSeries>();
  const places = GOOGLE_PLACES.filter((place) => place.projectId === projectId);
  const first = Math.floor(Math.max(from, backend.historyFrom) / HOUR_MS);
  for (let hour = first; hour <= Math.floor(Math.min(to, metered) / HOUR_MS); hour += 1) {
    for (const call of places.flatMap((place) => backend.hours.callsOf(place, hour))) {
      const minute = Math.floor(call.startedAt / MINUTE_MS) * MINUTE_MS;
      if (call.outcome === 'counted' || minute < from || minute >= to || minute + MINUTE_MS > metered) continue;
      const { name, version } = nameAndVersion(call.modelId);
      const resourceLabels = {
        resource_container: projectId,
        project_id: projectId,
        location: call.place.location,
        publisher: 'anthropic',
        model_user_id: name,
        model_version_id: version,
      };
      for (const [metricLabels, count] of countsOf(metric, call)) {
        const key = JSON.stringify([metricLabels, resourceLabels]);
        const known = series.get(key) ?? { metricLabels, resourceLabels, minutes: new Map<number, number>() };
        series.set(key, known);
        known.minutes.set(minute, (known.minutes.get(minute) ?? 0) + count);
      }
    }
  }
  return [...series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
