import { z } from 'zod';
import {
  CODING_SESSIONS_SORTS,
  type CodingSessionKey,
  type CodingSessionsSort,
} from '../../store/questions/coding-sessions.js';
import type { RequestKey, RequestsSort } from '../../store/questions/requests-page.js';
import { BadParameter } from '../request-errors.js';

const cursorSchema = z.tuple([
  z.enum(['time', 'cost', 'first']),
  z
    .string()
    .regex(/^-?\d{1,19}$/)
    .nullable(),
  z.guid(),
]);

/** Where a page ends, as text that means nothing to the client. */
export function cursorOf(
  sort: RequestsSort,
  row: { readonly eventId: string; readonly occurredAtMicros: string; readonly costPico: bigint | null },
): string {
  const value = sort === 'cost' ? (row.costPico?.toString() ?? null) : row.occurredAtMicros;
  return Buffer.from(JSON.stringify([sort, value, row.eventId])).toString('base64url');
}

/** The row that a page starts after. A cursor belongs to the order that it was given for. */
export function readCursor(cursor: string | undefined, sort: RequestsSort): RequestKey | null {
  if (cursor === undefined) return null;
  const [of, value, eventId] = cursorSchema.safeParse(jsonOf(cursor)).data ?? [];
  if (of !== sort || value === undefined || eventId === undefined || (sort !== 'cost' && value === null)) {
    throw new BadParameter(
      'cursor',
      `The cursor is not one that was given for calls in the order "${sort}": start without a cursor.`,
    );
  }
  return { value, eventId };
}

const sessionCursorSchema = z.tuple([
  z.enum(CODING_SESSIONS_SORTS),
  z
    .string()
    .regex(/^-?\d{1,30}$/)
    .nullable(),
  z.string().max(200),
]);

/** Where a page of sessions of Claude Code ends. */
export function cursorOfSession(sort: CodingSessionsSort, { value, session }: CodingSessionKey): string {
  return Buffer.from(JSON.stringify([sort, value, session])).toString('base64url');
}

export function readSessionCursor(cursor: string | undefined, sort: CodingSessionsSort): CodingSessionKey | null {
  if (cursor === undefined) return null;
  const [of, value, session] = sessionCursorSchema.safeParse(jsonOf(cursor)).data ?? [];
  if (of !== sort || value === undefined || session === undefined) {
    throw new BadParameter(
      'cursor',
      `The cursor is not one that was given for sessions in the order "${sort}": start without a cursor.`,
    );
  }
  return { value, session };
}

/** A cursor that is a number of its own: the id of the last row. */
export function readNumberCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new BadParameter('cursor', 'The cursor is not one that this route gave: start without a cursor.');
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
