import type { Normalised } from '../../usage/normalised.js';
import type { Flag } from '../../usage/flags.js';
import { parseInstant } from '../../usage/instant.js';
import type { Envelope } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { recogniseClaudeCode, withClaudeCode } from '../claude-code.js';
import { readGoogleIdentity } from '../google-identity.js';
import { isObject, listIn, objectIn, textIn, type JsonObject } from '../json-value.js';
import { occurredAt } from '../occurred-at.js';
import { emptyEvent, operationName } from './empty-event.js';
import { driftOfAudit } from './entry-drift.js';
import { countsTokens, readModelPath } from './model-path.js';
import { errorCodeOf } from './rpc-codes.js';

/** Methods that ask a model for an answer, by the last part of their names. */
const CALLS = new Set([
  'rawPredict',
  'streamRawPredict',
  'generateContent',
  'streamGenerateContent',
  'bidiGenerateContent',
  'predict',
  'serverStreamingPredict',
  'chatCompletions',
]);

/**
 * An entry of the Data Access audit log: who called which model where and when, and whether it failed, but no tokens.
 * https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
 */
export function normaliseAudit(entry: JsonObject, payload: JsonObject, envelope: Envelope): Normalised {
  const ignored = reasonToIgnore(entry, payload);
  if (ignored !== null) return { ignored: { reason: ignored } };
  const resourceName = textIn(payload, 'resourceName', 1024) ?? '';
  const path = readModelPath(resourceName);
  if (path === null || path.publisher === null) return { ignored: { reason: 'notAPublishersModel' } };
  if (countsTokens(path.modelId)) return { ignored: { reason: 'countTokens' } };
  if (path.location === null) return rejected('noRegion', "The entry's `resourceName` has no location.");
  const projectId = envelope.accountId ?? path.project;
  if (projectId === null) return rejected('noAccount', 'The entry names no project.');
  // A stream may have a first and a last entry, which tell of one call.
  const recordId = textIn(objectIn(entry, 'operation'), 'id', 512) ?? textIn(entry, 'insertId', 512);
  if (recordId === null) return rejected('noRequestId', 'The entry has neither `insertId` nor `operation.id`.');
  const time = occurredAt(entry['timestamp'], envelope);
  if (time === null) return rejected('noUsableTime', "The entry's `timestamp` is missing or impossible.");

  const empty = emptyEvent({
    log: 'audit',
    recordId,
    at: time.at,
    projectId,
    location: path.location,
    publisher: path.publisher,
    modelId: path.modelId,
    operation: operationName(textIn(payload, 'methodName', 512) ?? 'unknown'),
  });
  const event = withCaller(empty, payload);
  const timeFlag: Flag[] = time.from === 'envelope' ? ['timeFromEnvelope'] : [];
  const dated = {
    ...event,
    ...endedBefore(entry, time.at),
    flags: [...event.flags, ...timeFlag],
    provenance: { ...event.provenance, time: time.from },
  };
  const drift = driftOfAudit(entry, payload, dated);
  const sight = { log: 'audit', recordId, event: dated } as const;
  return drift.length === 0 ? { sight } : { sight, drift };
}

/**
 * Entries are dated at the start of the call and reach the log when it has ended (measured in production: streams of 12 and 270
 * seconds as late as they lasted, others within a second; https://github.com/slashid/slashid-ai-forwarders, vertex), but for
 * the first of two that a stream may have.
 */
function endedBefore(entry: JsonObject, at: number): Pick<UsageEvent, 'endedBefore'> {
  const operation = objectIn(entry, 'operation');
  const received = parseInstant(textIn(entry, 'receiveTimestamp') ?? '');
  if (received === null || received < at || (operation?.['first'] === true && operation['last'] !== true)) return {};
  return { endedBefore: new Date(received).toISOString() };
}

function reasonToIgnore(entry: JsonObject, payload: JsonObject): string | null {
  const logName = textIn(entry, 'logName', 512) ?? '';
  if (/%2F(?:activity|system_event|policy)$/i.test(logName)) return 'adminActivity';
  if (textIn(payload, 'serviceName') !== 'aiplatform.googleapis.com') return 'otherService';
  const method = operationName(textIn(payload, 'methodName', 512) ?? '');
  if (method === 'countTokens') return 'countTokens';
  return CALLS.has(method) ? null : 'otherMethod';
}

function withCaller(event: UsageEvent, payload: JsonObject): UsageEvent {
  const authentication = objectIn(payload, 'authenticationInfo');
  const request = objectIn(payload, 'requestMetadata');
  const delegates = listIn(authentication, 'serviceAccountDelegationInfo').flatMap(delegateOf);
  const caller = readGoogleIdentity({
    email: textIn(authentication, 'principalEmail', PRINCIPAL_LENGTH),
    subject: textIn(authentication, 'principalSubject', PRINCIPAL_LENGTH),
    delegates,
  });
  const flags: Flag[] =
    caller === null ? ['identityAbsent'] : caller.identity.kind === 'unknown' ? ['identityUnparsed'] : [];
  const errorCode = errorCodeOf(objectIn(payload, 'status')?.['code']);
  const userAgent = ownUserAgent(textIn(request, 'callerSuppliedUserAgent', 512));
  // `//iam.googleapis.com/projects/P/serviceAccounts/EMAIL/keys/KEY`
  const key = textIn(authentication, 'serviceAccountKeyName', 512)?.split('/').at(-1);
  const credentials = {
    ...(key === undefined ? {} : { serviceAccountKey: key }),
    ...(delegates.length === 0 ? {} : { delegatedBy: delegates.join(' > ') }),
  };
  return {
    ...event,
    outcome: errorCode === null ? 'ok' : 'failed',
    errorCode,
    principal: caller?.principal ?? null,
    identity: caller?.identity ?? null,
    callerAddress: textIn(request, 'callerIp', 64),
    userAgent,
    requestMetadata: withClaudeCode(credentials, recogniseClaudeCode(userAgent, null)),
    flags: [...event.flags, ...flags],
  };
}

/** Principals are a key of the database; the longest subject that a pool may have is 127 characters. */
const PRINCIPAL_LENGTH = 600;

function delegateOf(delegation: unknown): string[] {
  if (!isObject(delegation)) return [];
  const name =
    textIn(objectIn(delegation, 'firstPartyPrincipal'), 'principalEmail', PRINCIPAL_LENGTH) ??
    textIn(delegation, 'principalSubject', PRINCIPAL_LENGTH);
  return name === null ? [] : [name];
}

/** Google's front ends add themselves: `claude-cli/2.1.0 (external, cli),gzip(gfe)`; alone they are no user agent. */
function ownUserAgent(userAgent: string | null): string | null {
  const own = userAgent?.replace(/(?:(?:^|,) ?[\w.-]+\(gfe\))+$/, '').trim() ?? '';
  return own === '' ? null : own;
}

function rejected(reason: string, detail: string): Normalised {
  return { rejected: { reason, detail } };
}
