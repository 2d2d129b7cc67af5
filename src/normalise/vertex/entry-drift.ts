import type { Drift } from '../../usage/drift.js';
import { findField, type MetadataField, type MetadataPaths, unknownFields } from '../../usage/metadata-fields.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { DriftNotes } from '../drift-notes.js';
import { isObject, objectIn, type JsonObject } from '../json-value.js';
import { isClaudes, noteModel } from './drift.js';

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
// prettier-ignore
const ENTRY = new Set([
  'logName', 'resource', 'timestamp', 'receiveTimestamp', 'severity', 'insertId', 'httpRequest', 'labels', 'metadata',
  'operation', 'trace', 'spanId', 'traceSampled', 'sourceLocation', 'split', 'errorGroups', 'apphub', 'apphubSource',
  'apphubDestination', 'otel', 'protoPayload', 'jsonPayload', 'textPayload',
]);
const ENTRY_TYPES = {
  logName: 'text',
  insertId: 'text',
  timestamp: 'text',
  resource: 'object',
  operation: 'object',
} as const;

/** https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog */
// prettier-ignore
const AUDIT = new Set([
  '@type', 'serviceName', 'methodName', 'resourceName', 'resourceLocation', 'resourceOriginalState', 'numResponseItems',
  'status', 'authenticationInfo', 'authorizationInfo', 'policyViolationInfo', 'requestMetadata', 'request', 'response',
  'metadata', 'serviceData',
]);
const AUDIT_TYPES = { status: 'object', authenticationInfo: 'object', requestMetadata: 'object' } as const;
// prettier-ignore
const AUTHENTICATION = new Set([
  'principalEmail', 'authoritySelector', 'thirdPartyPrincipal', 'serviceAccountKeyName', 'serviceAccountDelegationInfo',
  'principalSubject', 'oauthInfo',
]);
const AUTHENTICATION_TYPES = {
  principalEmail: 'text',
  principalSubject: 'text',
  serviceAccountKeyName: 'text',
  serviceAccountDelegationInfo: 'list',
} as const;
const REQUEST = new Set([
  'callerIp',
  'callerSuppliedUserAgent',
  'callerNetwork',
  'requestAttributes',
  'destinationAttributes',
]);
const REQUEST_TYPES = { callerIp: 'text', callerSuppliedUserAgent: 'text' } as const;

/** What of an audit entry this version was not written for. Over gRPC only what its message has can be seen. */
export function driftOfAudit(entry: JsonObject, payload: JsonObject, event: UsageEvent): readonly Drift[] {
  if (!isClaudes(event)) return [];
  const notes = new DriftNotes();
  noteEntry(notes, entry);
  const [authentication, request] = [objectIn(payload, 'authenticationInfo'), objectIn(payload, 'requestMetadata')];
  notes.unknownKeys(payload, AUDIT, 'protoPayload.');
  notes.otherTypes(payload, AUDIT_TYPES, 'protoPayload.');
  notes.unknownKeys(authentication, AUTHENTICATION, 'protoPayload.authenticationInfo.');
  notes.otherTypes(authentication, AUTHENTICATION_TYPES, 'protoPayload.authenticationInfo.');
  notes.unknownKeys(request, REQUEST, 'protoPayload.requestMetadata.');
  notes.otherTypes(request, REQUEST_TYPES, 'protoPayload.requestMetadata.');
  noteModel(notes, event);
  return notes.all();
}

const isText = (value: unknown) => typeof value === 'string';
const isNumberOrText = (value: unknown) => typeof value === 'number' || typeof value === 'string';

/** What fields of metadata hold where they are found; counters of another type make a rejected record. */
const HOLDS: Readonly<Partial<Record<MetadataField, (value: unknown) => boolean>>> = {
  model: isText,
  modelVersion: isText,
  publisher: isText,
  location: isText,
  operation: isText,
  trafficType: isText,
  startedAt: isText,
  requestId: isText,
  messageId: isText,
  latencyMs: isNumberOrText,
  errorCode: isNumberOrText,
  labels: isObject,
  headerLabels: isObject,
};
const isField = (name: string): name is MetadataField => Object.hasOwn(HOLDS, name);

/** What of an inference metadata entry this version was not written for. Labels are the callers', and are not looked into. */
export function driftOfMetadata(entry: JsonObject, fields: MetadataPaths, event: UsageEvent): readonly Drift[] {
  if (!isClaudes(event)) return [];
  const notes = new DriftNotes();
  noteEntry(notes, entry);
  for (const { path, isCounter } of unknownFields(entry, fields)) notes.note(isCounter ? 'usageField' : 'field', path);
  for (const field of Object.keys(HOLDS).filter(isField)) {
    const found = findField(entry, field, fields);
    if (found !== null && HOLDS[field]?.(found.value) === false) notes.note('type', found.path);
  }
  noteModel(notes, event);
  return notes.all();
}

function noteEntry(notes: DriftNotes, entry: JsonObject): void {
  notes.unknownKeys(entry, ENTRY, '');
  notes.otherTypes(entry, ENTRY_TYPES, '');
}
