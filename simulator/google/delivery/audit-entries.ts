import { Random } from '../../random.js';
import type { GoogleFaults } from '../google-faults.js';
import { nanosOfMillis, nanosText } from '../nanos.js';
import type { Caller } from '../world/caller.js';
import { CODE_OK, CODE_UNAUTHENTICATED, endedAtMicros, type GoogleCall } from '../world/google-call.js';
import { projectOf } from '../world/google-places.js';
import { arrivalOf, isOn } from './arrival.js';
import type { DeliveredEntry, JsonFields, LogEntry } from './log-entry.js';

const AUDIT_STREAM = 33;
const SERVICE = 'aiplatform.googleapis.com';

const MESSAGES: Readonly<Record<number, string>> = {
  1: 'The operation was cancelled.',
  3: 'Request contains an invalid argument.',
  5: 'Publisher Model was not found or your project does not have access to it.',
  7: "Permission 'aiplatform.endpoints.predict' denied on resource (or it may not exist).",
  8: 'Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model.',
  16: 'Request had invalid authentication credentials.',
};

/** Every front end adds itself; the console goes through one more than the API. */
function userAgentAsLogged({ userAgent, console }: Caller): string {
  const hops = console ? ['gzip(gfe)', 'gzip(gfe)'] : ['gzip(gfe)'];
  return [...(userAgent === '' ? [] : [userAgent]), ...hops].join(',');
}

/** Who called, as far as the log tells: nobody for credentials that were refused, no address for workforce principals. */
function authenticationOf({ caller, code }: GoogleCall): JsonFields {
  if (code === CODE_UNAUTHENTICATED) return {};
  return {
    ...(caller.email === null ? {} : { principalEmail: caller.email }),
    principalSubject: caller.subject,
    ...(caller.keyName === null ? {} : { serviceAccountKeyName: caller.keyName }),
    ...(caller.delegation.length === 0
      ? {}
      : {
          serviceAccountDelegationInfo: caller.delegation.map((principalEmail) => ({
            firstPartyPrincipal: { principalEmail },
          })),
        }),
  };
}

function methodName({ caller, method }: GoogleCall): string {
  const name = method === 'rawPredict' ? 'RawPredict' : 'StreamRawPredict';
  return `google.cloud.aiplatform.${caller.console ? 'internal' : 'v1'}.PredictionService.${name}`;
}

function payloadOf(call: GoogleCall, timestamp: bigint): JsonFields {
  const { place } = call;
  const resourceName = `projects/${place.projectId}/locations/${place.location}/publishers/anthropic/models/${call.modelId}`;
  const request = methodName(call)
    .split('.')
    .slice(2, -2)
    .concat(call.method === 'rawPredict' ? 'RawPredictRequest' : 'StreamRawPredictRequest');
  return {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    ...(call.code === CODE_OK ? {} : { status: { code: call.code, message: MESSAGES[call.code] ?? '' } }),
    authenticationInfo: authenticationOf(call),
    requestMetadata: {
      callerIp: call.caller.address,
      callerSuppliedUserAgent: userAgentAsLogged(call.caller),
      requestAttributes: { time: nanosText(timestamp + 15_000_000n), auth: {} },
      destinationAttributes: {},
    },
    serviceName: SERVICE,
    methodName: methodName(call),
    authorizationInfo: [
      {
        resource: resourceName,
        permission: 'aiplatform.endpoints.predict',
        granted: call.code !== 7 && call.code !== CODE_UNAUTHENTICATED,
        resourceAttributes: {},
        permissionType: 'DATA_READ',
      },
    ],
    resourceName,
    request: { '@type': `type.googleapis.com/google.cloud.${request.join('.')}`, endpoint: resourceName },
  };
}

/**
 * The Data Access audit entries of a call: one; two for most streams, of which the last one arrives when the stream has
 * ended though it is dated at its start; none for callers who are exempt.
 */
export function auditEntries(call: GoogleCall, faults: GoogleFaults): readonly DeliveredEntry[] {
  const { place, caller } = call;
  const exempt = caller.email !== null && projectOf(place.projectId)?.auditExempt.includes(caller.email) === true;
  if (exempt || !isOn(call, 'audit', faults)) return [];
  const random = new Random(call.words, AUDIT_STREAM, call.index);
  const timestamp = nanosOfMillis(call.startedAt + random.whole(-4, 12)) + BigInt(random.whole(0, 999_999));
  const operationId = `${random.whole(1, 8)}${random.whole(100_000_000, 999_999_999)}${random.whole(100_000_000, 999_999_999)}`;
  const endedAt = Math.ceil(endedAtMicros(call) / 1000);
  const isPair = call.method === 'streamRawPredict' && call.outcome !== 'failed' && random.chance(0.6);

  const part = (number: number, dated: bigint, dueAt: number, operation: LogEntry['operation']): DeliveredEntry[] => {
    const insertId = random.alphanumeric(12);
    const { at, again } = arrivalOf(call, 'audit', number, dueAt, faults);
    return (again === null ? [at] : [at, again]).map((receivedAt) => {
      const receiveTimestamp = nanosOfMillis(receivedAt) + (dated % 1_000_000n);
      const entry: LogEntry = {
        protoPayload: payloadOf(call, dated),
        insertId,
        resource: {
          type: 'audited_resource',
          labels: { method: methodName(call), service: SERVICE, project_id: place.projectId },
        },
        timestamp: nanosText(dated),
        severity: call.code === CODE_OK ? 'INFO' : 'ERROR',
        logName: `projects/${place.projectId}/logs/cloudaudit.googleapis.com%2Fdata_access`,
        ...(operation === undefined ? {} : { operation }),
        receiveTimestamp: nanosText(receiveTimestamp),
      };
      return { entry, timestamp: dated, receiveTimestamp };
    });
  };
  const soon = random.whole(400, 1000);
  if (!isPair) return part(0, timestamp, endedAt + soon, undefined);
  const operation = { id: operationId, producer: SERVICE };
  return [
    ...part(0, timestamp, call.startedAt + soon, { ...operation, first: true }),
    ...part(1, timestamp + BigInt(random.whole(1, 900_000)), endedAt + soon, { ...operation, last: true }),
  ];
}
