import { z } from 'zod';
import type { MetadataPaths } from '../../usage/metadata-fields.js';
import type { RawRecord } from '../../usage/raw-record.js';
import { decodeAuditLog } from './audit-log.js';

/** 64 bits come as a text, as a number or as an object that prints as one. */
const int64 = z.union([z.string(), z.number(), z.object({}).transform(String)]).transform(Number);
const instant = z.object({ seconds: int64, nanos: z.number().nullish() }).transform(({ seconds, nanos }) => {
  const whole = new Date(seconds * 1_000).toISOString().slice(0, 19);
  return {
    text: `${whole}.${String(nanos ?? 0).padStart(9, '0')}Z`,
    ms: seconds * 1_000 + Math.floor((nanos ?? 0) / 1e6),
  };
});

/** An entry as the service sends it: times in nanoseconds, which the client's own entries cut to milliseconds. */
const sentSchema = z.looseObject({
  logName: z.string().nullish(),
  insertId: z.string().nullish(),
  timestamp: instant.nullish(),
  receiveTimestamp: instant.nullish(),
  resource: z.looseObject({ type: z.string().nullish(), labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  trace: z.string().nullish(),
  operation: z
    .looseObject({ id: z.string().nullish(), first: z.boolean().nullish(), last: z.boolean().nullish() })
    .nullish(),
});

const anySchema = z.object({ type_url: z.string(), value: z.instanceof(Uint8Array) });

/** One entry as a record, and its time for reading on from it. */
export interface ReadEntry {
  readonly record: RawRecord;
  readonly timestamp: string | null;
}

/** `data`: what the client made of the payload, an object for JSON and bytes for an audit entry. */
export function readEntry(sent: unknown, data: unknown, projectId: string, fields?: MetadataPaths): ReadEntry {
  const { logName, insertId, timestamp, receiveTimestamp, resource, labels, trace, operation } = sentSchema.parse(sent);
  const entry = {
    logName,
    insertId,
    timestamp: timestamp?.text,
    receiveTimestamp: receiveTimestamp?.text,
    resource:
      resource === null || resource === undefined ? undefined : { type: resource.type, labels: resource.labels },
    labels: labels ?? undefined,
    trace: trace === '' ? undefined : trace,
    operation: operation ?? undefined,
    ...payloadOf(data),
  };
  return {
    record: {
      text: JSON.stringify({ log: 'cloudLogging', entry, ...(fields === undefined ? {} : { fields }) }),
      envelope: {
        accountId: projectId,
        ...(typeof insertId === 'string' ? { entryId: insertId } : {}),
        ...(timestamp ? { timestamp: timestamp.ms } : {}),
        ...(receiveTimestamp ? { ingestedAt: receiveTimestamp.ms } : {}),
      },
    },
    timestamp: timestamp?.text ?? null,
  };
}

function payloadOf(data: unknown): object {
  const packed = anySchema.safeParse(data);
  if (!packed.success) return { jsonPayload: data };
  const { type_url: typeUrl, value } = packed.data;
  // Another message, or a damaged one, is kept by its name: it is then ignored or rejected, and seen.
  return { protoPayload: decodeAuditLog({ typeUrl, value }) ?? { '@type': typeUrl } };
}
