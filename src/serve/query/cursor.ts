import { z } from 'zod';
import type { RequestKey } from '../../store/questions/requests-page.js';
import { BadParameter } from '../request-errors.js';

const cursorSchema = z.tuple([
  z.enum(['time', 'cost']),
  z
    .string()
    .regex(/^-?\d{1,19}$/)
    .nullable(),
  z.guid(),
]);

/** Where a page ends, as text that means nothing to the client. */
export function cursorOf(
  sort: 'time' | 'cost',
  row: { readonly eventId: string; readonly occurredAtMicros: string; readonly costPico: bigint | null },
): string {
  const value = sort === 'time' ? row.occurredAtMicros : (row.costPico?.toString() ?? null);
  return Buffer.from(JSON.stringify([sort, value, row.eventId])).toString('base64url');
}

/** The row that a page starts after. A cursor belongs to the order that it was given for. */
export function readCursor(cursor: string | undefined, sort: 'time' | 'cost'): RequestKey | null {
  if (cursor === undefined) return null;
  const [of, value, eventId] = cursorSchema.safeParse(jsonOf(cursor)).data ?? [];
  if (of !== sort || value === undefined || eventId === undefined || (sort === 'time' && value === null)) {
    throw new BadParameter(
      'cursor',
      `The cursor is not one that /requests gave for sort=${sort}: start without a cursor.`,
    );
  }
  return { value, eventId };
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
