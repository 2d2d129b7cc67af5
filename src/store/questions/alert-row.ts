import { z } from 'zod';
import { ALERT_STATES, type AlertMemory } from '../../usage/alert.js';

const state = z.enum(ALERT_STATES);

/** An alert as it is stored. */
export const storedAlertRow = z
  .object({
    alertId: z.string(),
    check: z.string(),
    subject: z.string(),
    state,
    since: z.date(),
    pendingState: state.nullable(),
    pendingSince: z.date().nullable(),
    wasKnown: z.boolean(),
    toldState: state.nullable(),
    toldAt: z.date().nullable(),
    mutedUntil: z.date().nullable(),
    muteReason: z.string().nullable(),
    words: z.string(),
    evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    link: z.string(),
    observedAt: z.date(),
    createdAt: z.date(),
  })
  .transform(({ pendingState, pendingSince, ...row }) => ({
    ...row,
    memory: {
      state: row.state,
      since: row.since.getTime(),
      pending:
        pendingState === null || pendingSince === null ? null : { state: pendingState, since: pendingSince.getTime() },
      wasKnown: row.wasKnown,
      toldState: row.toldState,
      toldAt: row.toldAt?.getTime() ?? null,
      mutedUntil: row.mutedUntil?.getTime() ?? null,
    } satisfies AlertMemory,
  }));
export type StoredAlert = z.output<typeof storedAlertRow>;

/** The columns of alert `a` under the names that `storedAlertRow` reads. */
export const alertColumns = `a.alert_id      as "alertId",
            a.check_name    as "check",
            a.subject       as "subject",
            a.state         as "state",
            a.since         as "since",
            a.pending_state as "pendingState",
            a.pending_since as "pendingSince",
            a.was_known     as "wasKnown",
            a.told_state    as "toldState",
            a.told_at       as "toldAt",
            a.muted_until   as "mutedUntil",
            a.mute_reason   as "muteReason",
            a.words         as "words",
            a.evidence      as "evidence",
            a.link          as "link",
            a.observed_at   as "observedAt",
            a.created_at    as "createdAt"`;
