import { Random } from '../../random.js';
import type { GoogleFaults } from '../google-faults.js';
import { nanosOfMillis, nanosText } from '../nanos.js';
import { CODE_OK, endedAtMicros, type GoogleCall } from '../world/google-call.js';
import { projectOf, type GoogleProject } from '../world/google-places.js';
import { nameAndVersion } from '../world/model-id.js';
import { arrivalOf, isOn } from './arrival.js';
import type { DeliveredEntry, JsonFields, LogEntry } from './log-entry.js';

const METADATA_STREAM = 32;

function isLogged(call: GoogleCall, project: GoogleProject | undefined): boolean {
  if (project === undefined || call.outcome === 'counted') return false;
  const { metadataLog } = project;
  if (metadataLog === 'project') return true;
  return metadataLog.location === call.place.location && metadataLog.models.includes(call.claude.name);
}

function payloadOf(call: GoogleCall): JsonFields {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = call.tokens;
  const counts = {
    inputTokens: input,
    outputTokens: output,
    cacheReadInputTokens: cacheRead,
    cacheCreation5mInputTokens: cacheWrite5m,
    cacheCreation1hInputTokens: cacheWrite1h,
    thoughtTokens: 0,
  };
  return {
    model: `publishers/anthropic/models/${call.modelId}`,
    apiMethod: call.method,
    location: call.place.location,
    trafficType: call.dedicated ? 'PROVISIONED_THROUGHPUT' : 'ON_DEMAND',
    latencyMs: call.latencyMicros / 1000,
    errorCode: call.code,
    // A call that failed ran no model, so there is nothing to count.
    ...(call.outcome === 'failed' ? {} : { tokenCounts: counts }),
    ...(call.labels === null ? {} : { labels: call.labels }),
  };
}

/**
 * The inference request metadata entries of a call: one, or none where it is not logged, or one again. Google publishes
 * what such an entry tells, but not the names; these are the stand-in's own.
 * https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/capabilities/inference-metadata-logging
 */
export function metadataEntries(call: GoogleCall, faults: GoogleFaults): readonly DeliveredEntry[] {
  const { place } = call;
  if (!isLogged(call, projectOf(place.projectId)) || !isOn(call, 'inferenceMetadata', faults)) return [];
  const random = new Random(call.words, METADATA_STREAM, call.index);
  const timestamp = nanosOfMillis(call.startedAt) + BigInt(random.whole(0, 999_999));
  const insertId = random.alphanumeric(13);
  const dueAt = Math.ceil(endedAtMicros(call) / 1000) + random.whole(300, 1500);
  const { at, again } = arrivalOf(call, 'inferenceMetadata', 0, dueAt, faults);
  const { name, version } = nameAndVersion(call.modelId);

  const entryReceived = (receivedAt: number): DeliveredEntry => {
    const receiveTimestamp = nanosOfMillis(receivedAt) + (timestamp % 1_000_000n);
    const entry: LogEntry = {
      logName: `projects/${place.projectId}/logs/aiplatform.googleapis.com%2Finference_request_metadata`,
      insertId,
      resource: {
        type: 'aiplatform.googleapis.com/PublisherModel',
        labels: {
          resource_container: place.projectId,
          location: place.location,
          publisher: 'anthropic',
          model_user_id: name,
          model_version_id: version,
        },
      },
      timestamp: nanosText(timestamp),
      receiveTimestamp: nanosText(receiveTimestamp),
      severity: call.code === CODE_OK ? 'INFO' : 'ERROR',
      jsonPayload: payloadOf(call),
    };
    return { entry, timestamp, receiveTimestamp };
  };
  return again === null ? [entryReceived(at)] : [entryReceived(at), entryReceived(again)];
}
