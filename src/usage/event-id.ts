import { createHash } from 'node:crypto';
import type { Cloud } from './cloud.js';

const DAY_MS = 86_400_000;

/**
 * The identity of a call, the same through whichever route it is seen: cloud, account (or project, or resource) and the
 * provider's request id. A UUID (version 8, RFC 9562) whose first 16 bits are the UTC day, counted from 1970, so that a
 * look-up by id touches one partition; the rest is SHA-256 of the three parts.
 */
export function eventIdOf(cloud: Cloud, accountId: string, requestId: string, occurredAt: Date): string {
  const day = Math.floor(occurredAt.getTime() / DAY_MS);
  const id = createHash('sha256').update(`${cloud}\0${accountId}\0${requestId}`).digest().subarray(0, 16);
  id.writeUInt16BE(day & 0xffff, 0);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x80, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The UTC day that an event id carries, as `YYYY-MM-DD`. */
export function dayOfEventId(eventId: string): string {
  return new Date(Number.parseInt(eventId.slice(0, 4), 16) * DAY_MS).toISOString().slice(0, 10);
}
