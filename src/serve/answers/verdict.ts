import { z } from 'zod';
import { SHARES } from '../../watch/calendar.js';
import { REASON_WEIGHTS, VERDICT_STATES } from '../../watch/verdict-state.js';
import { instant } from './measures.js';

const count = z.int().min(0);

const evidenceSchema = z
  .object({
    setting: z.string(),
    resource: z.string().describe('What the setting belongs to; empty is the account and region as a whole.'),
    words: z.string(),
    firstSeenAt: instant,
    lastSeenAt: instant,
  })
  .meta({ id: 'SettingEvidence', description: 'A setting as it was seen, from when to when.' });

export const actionSchema = z
  .object({
    words: z.string(),
    command: z.string().nullable().describe('To copy into a shell; nothing is ever run by the service.'),
    policy: z.string().nullable().describe("A statement for the reader's IAM policy, JSON."),
  })
  .meta({ id: 'VerdictAction', description: 'What a person does about it.' });

const reasonSchema = z
  .object({
    code: z.string(),
    weight: z
      .enum(REASON_WEIGHTS)
      .describe('breaks: the promise is broken; risks: a part of it; blinds: it cannot be told; notes: worth knowing.'),
    words: z.string(),
    evidence: z.array(evidenceSchema),
    action: actionSchema.nullable(),
  })
  .meta({ id: 'VerdictReason' });

const spanSchema = z.object({ from: instant, to: instant });

const storeSchema = z
  .object({
    name: z.string(),
    writtenNow: z.boolean().describe('Whether records are written there now.'),
    state: z.enum(VERDICT_STATES).describe('What it promises for the records written to it now.'),
    known: z.boolean().describe('Whether it can be told how long it keeps records.'),
    days: z.number().nullable().describe('Days that a record is kept; null is for ever, where it is known.'),
    readableDays: z.number().nullable().describe('Days for which a record can be read at once.'),
    oldestVanishesAt: instant.nullable(),
  })
  .meta({ id: 'LogStore', description: 'A log group, bucket or table that records are written to, now or earlier.' });

const missingPermissionSchema = z
  .object({ setting: z.string(), permission: z.string(), on: z.string(), action: actionSchema })
  .meta({ id: 'MissingPermission', description: 'What may not be read, and the statement that grants it.' });

const calendarDaySchema = z
  .object({
    day: z.iso.date().describe('UTC day.'),
    cloud: z.enum(SHARES).describe("What the cloud's own log is known to hold of the day."),
    own: z.enum(SHARES).describe('What the service has read of it.'),
    requests: count,
  })
  .meta({ id: 'VerdictDay' });

const placeSchema = z
  .object({
    cloud: z.string(),
    accountId: z.string().describe('An account of AWS, a project of Google Cloud, the id of a Foundry resource.'),
    accountName: z.string().describe('The account as people call it: the name in which an id of Azure ends.'),
    region: z.string().describe('Empty: the account as a whole, as long as no region of it is known.'),
    sourceIds: z.array(z.string()),
    used: z.boolean().describe('Whether calls of the needed time were read there, or metered since yesterday.'),
    state: z.enum(VERDICT_STATES),
    words: z.string(),
    logging: z.enum(['on', 'off', 'unknown']),
    heldDays: count.describe('Whole days back from now that the cloud is known to hold without a gap.'),
    oldestVanishesAt: instant
      .nullable()
      .describe('When the oldest record of the needed time vanishes from the cloud; null is never, or not known.'),
    wholeFrom: instant.nullable().describe('From when on the needed time is whole, if nothing changes.'),
    missing: z.array(spanSchema).describe('What no store of the cloud is known to hold.'),
    reasons: z.array(reasonSchema),
    stores: z.array(storeSchema),
    own: z
      .object({ state: z.enum(['complete', 'partial', 'none']), words: z.string(), gaps: z.array(spanSchema) })
      .meta({ id: 'OwnCopy', description: 'What the service itself holds; the verdict is about the cloud.' }),
    missingPermissions: z.array(missingPermissionSchema),
    days: z.array(calendarDaySchema),
  })
  .meta({ id: 'PlaceVerdict', description: 'Whether the records of one account and region are kept.' });
export type PlaceVerdict = z.output<typeof placeSchema>;

export const verdictAnswerSchema = z
  .object({
    requiredDays: count.describe('Days of records that have to be there at every moment.'),
    state: z.enum(VERDICT_STATES).describe('The worst of all places.'),
    words: z.string(),
    places: z.array(placeSchema),
    others: z
      .array(
        z
          .object({
            cloud: z.string(),
            accountId: z.string(),
            accountName: z.string(),
            region: z.string(),
            logging: z.enum(['on', 'off', 'unknown']),
          })
          .meta({ id: 'OtherPlace' }),
      )
      .describe('Regions where nothing is configured, and nothing is known to be called.'),
  })
  .meta({ id: 'VerdictAnswer', description: 'Are the logs kept for as long as they have to be?' });
export type VerdictAnswer = z.output<typeof verdictAnswerSchema>;

export const settingsAnswerSchema = z
  .object({
    settings: z.array(
      z
        .object({
          cloud: z.string(),
          accountId: z.string(),
          region: z.string(),
          resource: z.string(),
          name: z.string(),
          known: z.boolean(),
          value: z.unknown().describe('What was read; null when it may not be read.'),
          permission: z.string().nullable().describe('The permission without which it may not be read.'),
          firstSeenAt: instant,
          lastSeenAt: instant,
        })
        .meta({ id: 'SettingSpell', description: 'A setting over the time in which it read the same.' }),
    ),
  })
  .meta({ id: 'SettingsAnswer', description: "History of the settings of the clouds' logs, the newest first." });
export type SettingsAnswer = z.output<typeof settingsAnswerSchema>;
