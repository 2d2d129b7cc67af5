import { z } from 'zod';
import { ALERT_STATES } from '../../usage/alert.js';
import { instant } from './measures.js';

const state = z.enum(ALERT_STATES);
const evidence = z
  .record(z.string(), z.union([z.string(), z.number(), z.null()]))
  .describe('The figures and settings behind it.');

const alertFields = {
  alertId: z.guid(),
  check: z.string(),
  subject: z.string().describe('What it is about: an account and region, a source, a cloud.'),
  state,
  since: instant,
  pending: z
    .object({ state, since: instant })
    .nullable()
    .describe('Another state that was seen, and counts once it has lasted for the settle time.'),
  words: z.string(),
  evidence,
  link: z.string().describe('Where to look: a path of the dashboards.'),
  mutedUntil: instant.nullable(),
  muteReason: z.string().nullable(),
  toldState: state.nullable().describe('What its channels were last told.'),
  toldAt: instant.nullable(),
  observedAt: instant,
};

export const alertSchema = z.object(alertFields).meta({ id: 'Alert' });
export type AlertAnswer = z.output<typeof alertSchema>;

export const alertsAnswerSchema = z
  .object({
    alerts: z.array(alertSchema).describe('Those that need somebody first.'),
    hidden: z.int().describe('Alerts about callers or costs, which you may not see; they are not among the counts.'),
    counts: z.object({
      ok: z.int(),
      warn: z.int(),
      alert: z.int(),
      noData: z.int(),
      unknown: z.int(),
    }),
  })
  .meta({ id: 'AlertsAnswer' });
export type AlertsAnswer = z.output<typeof alertsAnswerSchema>;

export const alertDetailSchema = z
  .object({
    ...alertFields,
    transitions: z.array(
      z
        .object({
          kind: z.enum(['state', 'mute', 'unmute']),
          from: state,
          to: state,
          at: instant,
          words: z.string(),
          evidence,
        })
        .meta({ id: 'AlertTransition' }),
    ),
    notifications: z.array(
      z
        .object({
          notificationId: z.guid().describe('The idempotency key under which it is sent, however often it is tried.'),
          channelId: z.string(),
          state: z.enum(['waiting', 'sent', 'given up']),
          createdAt: instant,
          sentAt: instant.nullable(),
          dueAt: instant.nullable().describe('When it is tried next.'),
          attempts: z.int(),
          lastError: z.string().nullable(),
        })
        .meta({ id: 'AlertNotification' }),
    ),
  })
  .meta({ id: 'AlertDetail', description: 'An alert, what became of it and who was told; the newest first.' });
export type AlertDetail = z.output<typeof alertDetailSchema>;

export const channelsAnswerSchema = z
  .object({
    channels: z.array(
      z
        .object({
          channelId: z.string(),
          kind: z.string(),
          checks: z.array(z.string()).nullable().describe('Checks that it is told of; null is all of them.'),
          waiting: z.int().describe('Messages that have not been delivered yet.'),
          lastSentAt: instant.nullable(),
          lastError: z.string().nullable().describe('Of the message that waits longest.'),
        })
        .meta({ id: 'Channel', description: 'A way to tell somebody. Its addresses and secrets are never shown.' }),
    ),
  })
  .meta({ id: 'ChannelsAnswer' });
export type ChannelsAnswer = z.output<typeof channelsAnswerSchema>;

export const channelTestSchema = z
  .object({ sent: z.boolean(), words: z.string() })
  .meta({ id: 'ChannelTest', description: 'Whether a test message was taken by the other side.' });
export type ChannelTest = z.output<typeof channelTestSchema>;

export const muteBody = z
  .strictObject({
    until: z.iso.datetime({ offset: true }).describe('Instant at which the mute ends: RFC 3339 with its offset.'),
    reason: z.string().trim().min(1, 'Say why it is muted.').max(500).describe('Why, for whoever looks later.'),
  })
  .meta({ id: 'Mute' });
export type MuteBody = z.output<typeof muteBody>;
