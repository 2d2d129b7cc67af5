import type { Pool } from 'pg';
import { z } from 'zod';
import { ALERT_STATES } from '../../usage/alert.js';

const transitionRow = z.object({
  kind: z.enum(['state', 'mute', 'unmute']),
  from: z.enum(ALERT_STATES),
  to: z.enum(ALERT_STATES),
  at: z.date(),
  words: z.string(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type AlertTransition = z.output<typeof transitionRow>;

/** What became of an alert, the newest first? */
export async function alertTransitions(pool: Pool, alertId: string, limit: number): Promise<AlertTransition[]> {
  const { rows } = await pool.query(
    `select kind       as "kind",
            from_state as "from",
            to_state   as "to",
            at         as "at",
            words      as "words",
            evidence   as "evidence"
     from   alert_transition
     where  alert_id = $1
     order  by alert_transition_id desc
     limit  $2`,
    [alertId, limit],
  );
  return z.array(transitionRow).parse(rows);
}

const notificationRow = z.object({
  notificationId: z.string(),
  channelId: z.string(),
  state: z.enum(['waiting', 'sent', 'given up']),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
  dueAt: z.date(),
  attempts: z.int(),
  lastError: z.string().nullable(),
});
export type AlertNotification = z.output<typeof notificationRow>;

/** Who was told of an alert, the newest first? */
export async function alertNotifications(pool: Pool, alertId: string, limit: number): Promise<AlertNotification[]> {
  const { rows } = await pool.query(
    `select notification_id as "notificationId",
            channel_id      as "channelId",
            state           as "state",
            created_at      as "createdAt",
            sent_at         as "sentAt",
            due_at          as "dueAt",
            attempts        as "attempts",
            last_error      as "lastError"
     from   notification
     where  alert_ids @> array[$1::uuid]
     order  by created_at desc, notification_id
     limit  $2`,
    [alertId, limit],
  );
  return z.array(notificationRow).parse(rows);
}
