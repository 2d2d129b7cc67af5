import type { Pool } from 'pg';
import { z } from 'zod';
import type { Window } from '../../usage/window.js';
import { AUDIT_COLUMNS, auditEntryRow, type StoredAuditEntry } from '../audit.store.js';

export interface AuditFilter {
  readonly range: Window;
  /** Id of an actor, or part of a name. */
  readonly actor?: string | undefined;
  /** `object.event`, or the object alone for all of its events. */
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  /** Only entries before this number. */
  readonly before: number | null;
  readonly limit: number;
}

/** Who did what, the latest first. */
export async function auditEntries(
  pool: Pool,
  { range, actor, action, target, before, limit }: AuditFilter,
): Promise<StoredAuditEntry[]> {
  const { rows } = await pool.query(
    `select ${AUDIT_COLUMNS}
     from   audit_entry
     where  at >= $1
     and    at <  $2
     and    ($3::text is null or actor_id = $3 or position(lower($3) in lower(actor_name)) > 0)
     and    ($4::text is null or action = $4 or starts_with(action, $4 || '.'))
     and    ($5::text is null or target = $5)
     and    ($6::bigint is null or sequence < $6)
     order  by sequence desc
     limit  $7`,
    [new Date(range.from), new Date(range.to), actor, action, target, before, limit],
  );
  return z.array(auditEntryRow).parse(rows);
}
