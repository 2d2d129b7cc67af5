import type { GoogleBackend } from '../google-backend.js';
import { invalidArgument } from '../google-error.js';
import type { JsonFieldReader } from '../json-fields.js';
import type { RequestGate } from '../request-gate.js';
import { bucketNamed, bucketsOf, sinksOf } from './log-bucket.js';
import type { EntryHours } from './entry-hours.js';
import { projectAsked } from './entries-question.js';
import { listLogEntries, type EntriesPage } from './list-log-entries.js';

export type LoggingMethod = 'ListLogEntries' | 'ListBuckets' | 'GetBucket' | 'ListSinks' | 'ListExclusions';

/** An answer in JSON: entries apart, because gRPC carries their payloads in another form. */
export type LoggingAnswer =
  { readonly kind: 'entries'; readonly page: EntriesPage } | { readonly kind: 'message'; readonly message: object };

/** https://docs.cloud.google.com/logging/quotas: entries.list a minute, and reads of the configuration. */
const LISTS_PER_MINUTE = 60;
const CONFIGURATION_READS_PER_MINUTE = 600;

function projectOfName(name: string | undefined): string {
  const projectId = /^projects\/([^/]+)/.exec(name ?? '')?.[1];
  if (projectId === undefined) throw invalidArgument(`"${name ?? ''}" names no project`);
  return projectId;
}

/** Answer one request to Cloud Logging, over whichever protocol it came. */
export function answerLogging(
  method: LoggingMethod,
  request: JsonFieldReader,
  backend: GoogleBackend,
  log: EntryHours,
  gate: RequestGate,
): LoggingAnswer {
  if (method === 'ListLogEntries') {
    const projectId = projectAsked(request);
    const random = gate.admit({ permission: 'logging.logEntries.list', projectId, perMinute: LISTS_PER_MINUTE });
    // Data Access entries need a permission of their own.
    if (/data_access|audited_resource|protoPayload/.test(request.text('filter') ?? '')) {
      gate.admit({ permission: 'logging.privateLogEntries.list', projectId });
    }
    return { kind: 'entries', page: listLogEntries(request, backend, log, random) };
  }
  const name = request.text('parent') ?? request.text('name');
  const projectId = projectOfName(name);
  const resource = method === 'ListSinks' ? 'sinks.list' : method === 'ListExclusions' ? 'exclusions.list' : null;
  gate.admit({
    permission: `logging.${resource ?? (method === 'GetBucket' ? 'buckets.get' : 'buckets.list')}`,
    projectId,
    perMinute: CONFIGURATION_READS_PER_MINUTE,
  });
  return { kind: 'message', message: configuration(method, name ?? '', projectId, backend) };
}

function configuration(
  method: Exclude<LoggingMethod, 'ListLogEntries'>,
  name: string,
  projectId: string,
  backend: GoogleBackend,
): object {
  const faults = backend.faults();
  if (method === 'ListBuckets') return { buckets: bucketsOf(projectId, faults) };
  if (method === 'GetBucket') return bucketNamed(name, projectId, faults);
  if (method === 'ListSinks') return { sinks: sinksOf(projectId, backend) };
  // Exclusions of the project itself are of the past; those of today belong to the sink.
  return { exclusions: [] };
}
