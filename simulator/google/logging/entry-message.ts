import type protobuf from 'protobufjs';
import type { LogEntry } from '../delivery/log-entry.js';
import { nanosOfText, timestampFields } from '../nanos.js';

const DATA_READ = 3;

type Fields = Record<string, unknown>;

function timestampOf(value: unknown): Fields {
  return { ...timestampFields(nanosOfText(String(value)) ?? 0n) };
}

/** A JSON value as google.protobuf.Value. */
function valueOf(json: unknown): Fields {
  if (typeof json === 'string') return { stringValue: json };
  if (typeof json === 'number') return { numberValue: json };
  if (typeof json === 'boolean') return { boolValue: json };
  if (Array.isArray(json)) return { listValue: { values: json.map(valueOf) } };
  if (typeof json === 'object' && json !== null) return { structValue: structOf(json) };
  return { nullValue: 0 };
}

/** A JSON object as google.protobuf.Struct. */
export function structOf(json: object): Fields {
  return { fields: Object.fromEntries(Object.entries(json).map(([name, value]) => [name, valueOf(value)])) };
}

/** An audit payload's JSON with what differs in the message: times, structures and the enumeration. */
function auditLogOf(payload: object): Fields {
  const fields = new Map<string, unknown>(Object.entries(payload));
  const request = fields.get('request');
  const metadata = fields.get('requestMetadata');
  const attributes = fieldOf(metadata, 'requestAttributes');
  const authorization = fields.get('authorizationInfo');
  return {
    ...payload,
    request: typeof request === 'object' && request !== null ? structOf(request) : undefined,
    requestMetadata: {
      callerIp: fieldOf(metadata, 'callerIp'),
      callerSuppliedUserAgent: fieldOf(metadata, 'callerSuppliedUserAgent'),
      requestAttributes: { time: timestampOf(fieldOf(attributes, 'time')) },
    },
    authorizationInfo: Array.isArray(authorization)
      ? authorization.map((one: object) => ({ ...one, permissionType: DATA_READ }))
      : [],
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

/** Turns an entry's JSON into the message that gRPC carries: its audit payload is bytes there, not JSON. */
export class EntryMessages {
  private readonly auditLog: protobuf.Type;

  constructor(root: protobuf.Root) {
    this.auditLog = root.lookupType('google.cloud.audit.AuditLog');
  }

  messageOf(entry: LogEntry): Fields {
    const { protoPayload, jsonPayload, timestamp, receiveTimestamp, ...rest } = entry;
    return {
      ...rest,
      timestamp: timestampOf(timestamp),
      receiveTimestamp: timestampOf(receiveTimestamp),
      ...(jsonPayload === undefined ? {} : { jsonPayload: structOf(jsonPayload) }),
      ...(protoPayload === undefined ? {} : { protoPayload: this.anyOf(protoPayload) }),
    };
  }

  private anyOf(payload: object): Fields {
    const message = this.auditLog.fromObject(auditLogOf(payload));
    // Both spellings: this field of Any is `type_url` in the descriptor of the Logging client.
    const url = String(fieldOf(payload, '@type'));
    return { type_url: url, typeUrl: url, value: this.auditLog.encode(message).finish() };
  }
}
