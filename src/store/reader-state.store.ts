import type { ClientBase, Pool } from 'pg';
import type { Cloud } from '../usage/cloud.js';

/** A reader of facts beside the logs. */
export interface Reader {
  readonly sourceId: string;
  readonly cloud: Cloud;
  readonly kind: string;
}

/** Notes that a reader has read everything, in the transaction that keeps what it read. */
export async function noteRead(client: ClientBase, { sourceId, cloud, kind }: Reader, at: number): Promise<void> {
  await client.query(
    `insert into reader_state (source_id, cloud, kind, state, last_success_at, tried_at)
     values ($1, $2, $3, 'ok', $4, $4)
     on conflict (source_id) do update
     set    state = 'ok', detail = null, last_success_at = excluded.last_success_at, tried_at = excluded.tried_at`,
    [sourceId, cloud, kind, new Date(at)],
  );
}

/** Notes that a reader could not read, and what to do; what it read before stays. */
export async function noteFailed(
  pool: Pool,
  { sourceId, cloud, kind }: Reader,
  { state, detail, at }: { readonly state: 'permission' | 'failing'; readonly detail: string; readonly at: number },
): Promise<void> {
  await pool.query(
    `insert into reader_state (source_id, cloud, kind, state, detail, tried_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (source_id) do update
     set    state = excluded.state, detail = excluded.detail, tried_at = excluded.tried_at`,
    [sourceId, cloud, kind, state, detail, new Date(at)],
  );
}
