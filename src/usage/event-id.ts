import { hash } from 'node:crypto';
import type { Cloud } from './cloud.js';

const DAY_MS = 86_400_000;

/**
 * The identity of a call, the same through whichever route it is seen: cloud, account (or project, or resource) and the
 * provider's request id. A UUID (version 8, RFC 9562) whose first 16 bits are the UTC day, counted from 1970, so that a
 * look-up by id touches one partition; the rest is SHA-256 of the three parts.
 */
export function eventIdOf(cloud: Cloud, accountId: string, requestId: string, occurredAt: Date): string {
  const day = Math.floor(occurredAt.getTime() / DAY_MS) & 0xffff;
  const digest = hash('sha256', `${cloud}\0${accountId}\0${requestId}`, 'hex');
  // RFC 9562: the version stands in the 13th hex digit, the variant (8 to b) in the 17th.
  const variant = VARIANTS.charAt(Number.parseInt(digest.charAt(16), 16) & 3);
  return `${day.toString(16).padStart(4, '0')}${digest.slice(4, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

const VARIANTS = '89ab';

/** The UTC day that an event id carries, as `YYYY-MM-DD`. */
export function dayOfEventId(eventId: string): string {
  const day = Number.parseInt(eventId.slice(0, 4), 16);
  let text = days.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    days.set(day, text);
  }
  return text;
}

/** The ids of a UTC day lie between these two, so that one look into an index finds them. */
export function eventIdsOfDay(day: string): { readonly after: string; readonly before: string } {
  const bound = (at: number) =>
    `${((at / DAY_MS) & 0xffff).toString(16).padStart(4, '0')}0000-0000-0000-0000-000000000000`;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return { after: bound(midnight), before: bound(midnight + DAY_MS) };
}

/** There are 65,536 days at most; formatting one costs more than looking it up. */
const days = new Map<number, string>();
