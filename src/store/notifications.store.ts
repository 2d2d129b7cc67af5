import type { Pool } from 'pg';
import { z } from 'zod';
import { messageSchema } from '../usage/alert.js';

const claimedRow = z.object({
  notificationId: z.string(),
  channelId: z.string(),
  message: messageSchema,
  attempts: z.int(),
  createdAt: z.date(),
});
export type ClaimedNotification = z.output<typeof claimedRow>;

/** The outbox of notifications. What is claimed and not finished is due again when the claim has run out. */
export class NotificationStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Takes the oldest waiting notification of each channel, where it is due, for `claimMs`; nobody else takes it meanwhile.
   * One at a time, so that "over" never arrives before "began".
   */
  async claim(now: number, claimMs: number): Promise<ClaimedNotification[]> {
    const { rows } = await this.pool.query(
      `update notification n
       set    due_at = $2, attempts = attempts + 1
       where  notification_id in (
                select notification_id
                from   notification
                where  state = 'waiting'
                and    due_at <= $1
                and    notification_id in (
                         select distinct on (channel_id) notification_id
                         from   notification
                         where  state = 'waiting'
                         order  by channel_id, created_at, notification_id
                       )
                for    update skip locked
              )
       returning notification_id as "notificationId",
                 channel_id      as "channelId",
                 message         as "message",
                 attempts        as "attempts",
                 created_at      as "createdAt"`,
      [new Date(now), new Date(now + claimMs)],
    );
    return z.array(claimedRow).parse(rows);
  }

  async sent(notificationId: string, now: number): Promise<void> {
    await this.pool.query(
      `update notification set state = 'sent', sent_at = $2, last_error = null where notification_id = $1`,
      [notificationId, new Date(now)],
    );
  }

  /** It could not be sent: it is due again at `dueAt`, or given up for good where that is null. */
  async failed(notificationId: string, error: string, dueAt: number | null): Promise<void> {
    await this.pool.query(
      `update notification
       set    last_error = $2,
              state      = case when $3::timestamptz is null then 'given up' else state end,
              due_at     = coalesce($3, due_at)
       where  notification_id = $1`,
      [notificationId, error, dueAt === null ? null : new Date(dueAt)],
    );
  }
}
