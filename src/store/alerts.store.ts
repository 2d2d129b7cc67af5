import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { alertKey, type AlertChange, type LookResult, type Message } from '../usage/alert.js';
import { alertColumns, type StoredAlert, storedAlertRow } from './questions/alert-row.js';
import { inTransaction } from './transaction.js';

/** Alerts and what became of them. */
export class AlertStore {
  constructor(private readonly pool: Pool) {}

  /**
   * One look at all alerts: `decide` is given them as they are and says what they become and who is told, and all of it is
   * stored in one transaction. Resolves to null when another instance is looking.
   */
  async look(now: number, decide: (known: ReadonlyMap<string, StoredAlert>) => LookResult): Promise<LookResult | null> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ mine: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('ledgerline watch')) as mine`,
      );
      if (rows[0]?.mine !== true) return null;
      const result = decide(await loadForUpdate(client));
      for (const change of result.changes) await saveChange(client, change, now);
      for (const { channelId, message } of result.messages) await enqueue(client, channelId, message, now);
      return result;
    });
  }

  /** Mutes an alert until an instant; its history goes on. False when there is no such alert. */
  async mute(
    alertId: string,
    until: number,
    reason: string,
    now: number,
    client: Pool | PoolClient = this.pool,
  ): Promise<boolean> {
    return this.noteMute(client, alertId, 'mute', { until: new Date(until), reason }, now);
  }

  async unmute(alertId: string, now: number, client: Pool | PoolClient = this.pool): Promise<boolean> {
    return this.noteMute(client, alertId, 'unmute', { until: null, reason: null }, now);
  }

  private async noteMute(
    client: Pool | PoolClient,
    alertId: string,
    kind: 'mute' | 'unmute',
    { until, reason }: { readonly until: Date | null; readonly reason: string | null },
    now: number,
  ): Promise<boolean> {
    const { rowCount } = await client.query(
      `with muted as (
         update alert set muted_until = $3, mute_reason = $4 where alert_id = $1 returning alert_id, state
       )
       insert into alert_transition (alert_id, kind, from_state, to_state, at, words, evidence)
       select alert_id, $2, state, state, $5, coalesce($4, ''), jsonb_build_object('mutedUntil', $3::timestamptz)
       from   muted`,
      [alertId, kind, until, reason, new Date(now)],
    );
    return rowCount === 1;
  }
}

/** Locks every alert, so that a mute that comes meanwhile waits and is not overwritten. */
async function loadForUpdate(client: PoolClient): Promise<Map<string, StoredAlert>> {
  const { rows } = await client.query(`select ${alertColumns} from alert a order by alert_id for update`);
  return new Map(
    rows.map((row) => {
      const alert = storedAlertRow.parse(row);
      return [alertKey(alert), alert];
    }),
  );
}

async function saveChange(client: PoolClient, change: AlertChange, now: number): Promise<void> {
  const { alertId, observation, next, transition } = change;
  const evidence = JSON.stringify(observation.evidence);
  await client.query(
    `insert into alert (alert_id, check_name, subject, state, since, pending_state, pending_since, was_known, told_state,
                        told_at, muted_until, words, evidence, link, observed_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
     on conflict (alert_id) do update
     set    state = excluded.state, since = excluded.since, pending_state = excluded.pending_state,
            pending_since = excluded.pending_since, was_known = excluded.was_known, told_state = excluded.told_state,
            told_at = excluded.told_at, muted_until = excluded.muted_until,
            mute_reason = case when excluded.muted_until is null then null else alert.mute_reason end,
            words = excluded.words, evidence = excluded.evidence, link = excluded.link, observed_at = excluded.observed_at`,
    [
      alertId,
      observation.check,
      observation.subject,
      next.state,
      new Date(next.since),
      next.pending?.state ?? null,
      dateOf(next.pending?.since ?? null),
      next.wasKnown,
      next.toldState,
      dateOf(next.toldAt),
      dateOf(next.mutedUntil),
      observation.words,
      evidence,
      observation.link,
      new Date(now),
    ],
  );
  if (transition === null) return;
  await client.query(
    `insert into alert_transition (alert_id, kind, from_state, to_state, at, words, evidence)
     values ($1, 'state', $2, $3, $4, $5, $6)`,
    [alertId, transition.from, transition.to, new Date(now), observation.words, evidence],
  );
}

async function enqueue(client: PoolClient, channelId: string, message: Message, now: number): Promise<void> {
  await client.query(
    `insert into notification (notification_id, channel_id, alert_ids, message, state, created_at, due_at)
     values ($1, $2, $3, $4, 'waiting', $5, $5)`,
    [
      randomUUID(),
      channelId,
      [...new Set(message.items.map(({ alertId }) => alertId))],
      JSON.stringify(message),
      new Date(now),
    ],
  );
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
