import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import protobuf from 'protobufjs';

const PROTOS = '@google-cloud/logging-api/build/protos/protos.json';

/**
 * Of google.cloud.audit.AuditLog what the stand-in writes; its package is not among those of the Logging client.
 * https://github.com/googleapis/googleapis/blob/master/google/cloud/audit/audit_log.proto
 */
const AUDIT_LOG = `
syntax = "proto3";
package google.cloud.audit;

message AuditLog {
  google.rpc.Status status = 2;
  AuthenticationInfo authentication_info = 3;
  RequestMetadata request_metadata = 4;
  string service_name = 7;
  string method_name = 8;
  repeated AuthorizationInfo authorization_info = 9;
  string resource_name = 11;
  google.protobuf.Struct request = 16;
}

message AuthenticationInfo {
  string principal_email = 1;
  string service_account_key_name = 5;
  repeated ServiceAccountDelegationInfo service_account_delegation_info = 6;
  string principal_subject = 8;
}

message ServiceAccountDelegationInfo {
  message FirstPartyPrincipal { string principal_email = 1; }
  FirstPartyPrincipal first_party_principal = 1;
}

message AuthorizationInfo {
  string resource = 1;
  string permission = 2;
  bool granted = 3;
  int32 permission_type = 7;
}

message RequestMetadata {
  message RequestAttributes { google.protobuf.Timestamp time = 9; }
  string caller_ip = 1;
  string caller_supplied_user_agent = 2;
  RequestAttributes request_attributes = 7;
}
`;

/** The messages of Cloud Logging and of its audit entries. */
export function loggingRoot(): protobuf.Root {
  const path = createRequire(import.meta.url).resolve(PROTOS);
  const descriptor: protobuf.INamespace = JSON.parse(readFileSync(path, 'utf8'));
  const root = protobuf.Root.fromJSON(descriptor);
  protobuf.parse(AUDIT_LOG, root);
  root.resolveAll();
  return root;
}
