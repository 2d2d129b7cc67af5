import protobuf from 'protobufjs';

/**
 * The part of google.cloud.audit.AuditLog that is read. Over gRPC an audit entry comes as its bytes, and the client does not
 * have the message. `oauthInfo` is in no published message, so that it is lost here; exports in JSON have it.
 * https://github.com/googleapis/googleapis/blob/master/google/cloud/audit/audit_log.proto
 */
const root = protobuf.Root.fromJSON({
  nested: {
    AuditLog: {
      fields: {
        status: { id: 2, type: 'Status' },
        authenticationInfo: { id: 3, type: 'AuthenticationInfo' },
        requestMetadata: { id: 4, type: 'RequestMetadata' },
        serviceName: { id: 7, type: 'string' },
        methodName: { id: 8, type: 'string' },
        resourceName: { id: 11, type: 'string' },
      },
    },
    Status: { fields: { code: { id: 1, type: 'int32' }, message: { id: 2, type: 'string' } } },
    AuthenticationInfo: {
      fields: {
        principalEmail: { id: 1, type: 'string' },
        serviceAccountKeyName: { id: 5, type: 'string' },
        serviceAccountDelegationInfo: { id: 6, rule: 'repeated', type: 'Delegation' },
        principalSubject: { id: 8, type: 'string' },
      },
    },
    Delegation: {
      fields: {
        firstPartyPrincipal: { id: 1, type: 'FirstPartyPrincipal' },
        principalSubject: { id: 3, type: 'string' },
      },
    },
    FirstPartyPrincipal: { fields: { principalEmail: { id: 1, type: 'string' } } },
    RequestMetadata: {
      fields: { callerIp: { id: 1, type: 'string' }, callerSuppliedUserAgent: { id: 2, type: 'string' } },
    },
  },
});
const message = root.lookupType('AuditLog');

const AUDIT_LOG = 'type.googleapis.com/google.cloud.audit.AuditLog';

/** An audit entry's payload as exports write it in JSON; `null` where the payload is another message or damaged. */
export function decodeAuditLog(payload: { readonly typeUrl: string; readonly value: Uint8Array }): object | null {
  if (payload.typeUrl !== AUDIT_LOG) return null;
  try {
    const decoded: object = message.toObject(message.decode(payload.value));
    return { '@type': AUDIT_LOG, ...decoded };
  } catch {
    return null;
  }
}
