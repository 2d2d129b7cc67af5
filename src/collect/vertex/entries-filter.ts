import { DAY_MS, type Window } from '../../usage/window.js';

/**
 * An entry is dated when its call began and received when it ended: a long stream comes minutes later, and what waits on
 * its way may come later still. Entries may be dated a day ahead. https://cloud.google.com/logging/quotas
 */
const DATED_BEFORE_MS = 2 * DAY_MS;
const DATED_AHEAD_MS = DAY_MS;

/** What audit entries of Claude's calls have in common. https://cloud.google.com/logging/docs/audit/configure-data-access */
export function auditFilter(projectId: string): string {
  return [
    `logName="projects/${projectId}/logs/cloudaudit.googleapis.com%2Fdata_access"`,
    'protoPayload.serviceName="aiplatform.googleapis.com"',
    'protoPayload.resourceName:"/publishers/anthropic/"',
  ].join(' AND ');
}

/** Entries of inference request metadata: by the log's name, or whatever Vertex AI writes that is not of deployed models. */
export function metadataFilter(projectId: string, logName: string | undefined): string {
  if (logName !== undefined) {
    return `logName="projects/${projectId}/logs/${encodeURIComponent(decodeURIComponent(logName))}"`;
  }
  return 'logName:"aiplatform.googleapis.com" AND NOT logName:"prediction" AND jsonPayload:*';
}

/**
 * The same for what was received in a window. The bounds of `timestamp` keep the search short; without any, the client would
 * add one of its own, of the last 24 hours. `after`: the time of an entry to go on from.
 */
export function receivedIn(filter: string, { from, to }: Window, after: string | null = null): string {
  return [
    filter,
    `timestamp>="${after ?? iso(from - DATED_BEFORE_MS)}"`,
    `timestamp<"${iso(to + DATED_AHEAD_MS)}"`,
    `receiveTimestamp>="${iso(from)}"`,
    `receiveTimestamp<"${iso(to)}"`,
  ].join(' AND ');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
