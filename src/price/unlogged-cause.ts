import type { Cloud } from '../usage/cloud.js';
import { HOUR_MS } from '../usage/window.js';

/** Why usage was metered and not logged, as far as the figures tell. */
export const UNLOGGED_CAUSES = [
  'notCollectedYet',
  'late',
  'notLoggedAtThisEndpoint',
  'loggingOff',
  'sampled',
  'notRecorded',
] as const;
export type UnloggedCause = (typeof UNLOGGED_CAUSES)[number];

/** Of one model in one place on one UTC day. */
export interface DayOfModel {
  readonly cloud: Cloud;
  readonly region: string;
  readonly meteredRequests: number;
  /** Calls of which a log tells the tokens. */
  readonly loggedRequests: number;
}

/** Records are late by minutes as a rule; what is missing for longer stays missing. */
const LATE_MS = 2 * HOUR_MS;
/** A log that keeps more than this of the calls is not sampled: large and broken-off calls are missing in every log. */
const SAMPLED_BELOW = 0.9;

/** The likely cause for an hour, from what its day and the collection tell; the first that fits. */
export function unloggedCause(
  hour: number,
  day: DayOfModel,
  { now, completeUpTo }: { readonly now: number; readonly completeUpTo: number | null },
): UnloggedCause {
  if (completeUpTo === null || hour + HOUR_MS > completeUpTo) {
    return hour + HOUR_MS + LATE_MS > now ? 'late' : 'notCollectedYet';
  }
  if (hour + HOUR_MS + LATE_MS > now) return 'late';
  if (day.loggedRequests === 0) return writesNoRows(day) ? 'notLoggedAtThisEndpoint' : 'loggingOff';
  return (observedRate(day) ?? 1) < SAMPLED_BELOW ? 'sampled' : 'notRecorded';
}

/** The share of the metered calls of which a log tells the tokens; `null` where none was metered. */
export function observedRate({ meteredRequests, loggedRequests }: Omit<DayOfModel, 'cloud' | 'region'>): number | null {
  return meteredRequests === 0 ? null : Math.min(1, loggedRequests / meteredRequests);
}

/**
 * "The global endpoint and multi-regional endpoints don't support this feature."
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/request-response-logging
 */
function writesNoRows({ cloud, region }: DayOfModel): boolean {
  return cloud === 'vertex' && !region.includes('-');
}
