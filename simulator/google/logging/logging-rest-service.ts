import type { GoogleBackend } from '../google-backend.js';
import { partsOf, type RestRequest, type RestService } from '../http/rest.js';
import { JsonFieldReader } from '../json-fields.js';
import type { RequestGate } from '../request-gate.js';
import { answerLogging, type LoggingMethod } from './answer-logging.js';
import type { EntryHours } from './entry-hours.js';

const READS: readonly (readonly [RegExp, LoggingMethod, 'parent' | 'name'])[] = [
  [/^\/v2\/(?<resource>projects\/[^/]+\/locations\/[^/]+)\/buckets$/, 'ListBuckets', 'parent'],
  [/^\/v2\/(?<resource>projects\/[^/]+\/locations\/[^/]+\/buckets\/[^/]+)$/, 'GetBucket', 'name'],
  [/^\/v2\/(?<resource>projects\/[^/]+)\/sinks$/, 'ListSinks', 'parent'],
  [/^\/v2\/(?<resource>projects\/[^/]+)\/exclusions$/, 'ListExclusions', 'parent'],
];

/** Cloud Logging over REST, where audit payloads are JSON: the same answers as over gRPC. */
export class LoggingRestService implements RestService {
  constructor(
    private readonly backend: GoogleBackend,
    private readonly log: EntryHours,
    private readonly gate: RequestGate,
  ) {}

  answer({ method, path, body }: RestRequest): object | null {
    if (method === 'POST' && path === '/v2/entries:list') return this.ask('ListLogEntries', body());
    if (method !== 'GET') return null;
    for (const [pattern, name, field] of READS) {
      const resource = partsOf(pattern, path)?.['resource'];
      if (resource !== undefined) return this.ask(name, new JsonFieldReader({ [field]: resource }));
    }
    return null;
  }

  private ask(method: LoggingMethod, request: JsonFieldReader): object {
    const told = answerLogging(method, request, this.backend, this.log, this.gate);
    if (told.kind === 'message') return told.message;
    const { entries, nextPageToken } = told.page;
    return { entries, ...(nextPageToken === '' ? {} : { nextPageToken }) };
  }
}
