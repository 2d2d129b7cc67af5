import { z } from 'zod';
import { COST_BASES } from '../../reconcile/computed-amounts.js';
import { DIFFERENCE_CAUSES } from '../../reconcile/causes.js';
import { BILL_SCOPES } from '../../usage/bill-line.js';
import { CLOUDS } from '../../usage/cloud.js';
import { instant, usd } from './measures.js';
import { rangeSchema } from './scope.js';

const count = z.int().min(0);
const causeOf = z.enum(DIFFERENCE_CAUSES);
const day = z.iso.date().describe('UTC day.');
const computedUsd = usd.describe('What was computed, by the basis of the answer.');
const billedUsd = usd.nullable().describe('What was billed. Null where a line is in another currency.');
const differenceUsd = usd.nullable().describe('Billed less computed. Null where the bill is.');

const causeSchema = z
  .object({
    cause: causeOf,
    words: z.string().describe('What the cause means, and what to do.'),
    differenceUsd: usd,
    evidence: z.array(z.string()).describe('What it was concluded from; at most ten.'),
  })
  .meta({ id: 'DifferenceCause', description: 'A part of a difference. All parts add up to it exactly.' });

const rowSchema = z
  .object({
    day,
    cloud: z.enum(CLOUDS),
    accountId: z.string(),
    model: z.string().nullable().describe('Null where the bill names none.'),
    billScope: z
      .enum(BILL_SCOPES)
      .describe('Kind of endpoint as bills tell them apart; AWS bills geographic profiles and regions alike.'),
    computedUsd,
    billedUsd,
    differenceUsd,
    computedTokens: z.string().describe('Tokens and searches, a whole number.'),
    billedTokens: z.string().describe('Tokens and searches, a whole number.'),
    causes: z.array(causeSchema),
  })
  .meta({ id: 'ReconciliationRow' });
export type ReconciliationRow = z.infer<typeof rowSchema>;

export const reconciliationAnswerSchema = z
  .object({
    range: rangeSchema,
    basis: z.enum(COST_BASES).describe('Computed at list price, or by the terms of the configuration.'),
    priceBook: z.string(),
    totals: z
      .object({
        computedUsd: usd.describe('Of the rows whose bill is known.'),
        billedUsd: usd.describe('Of the rows whose bill is known.'),
        differenceUsd: usd,
        causes: z.array(z.object({ cause: causeOf, words: z.string(), differenceUsd: usd })),
        notComparedRows: count.describe('Rows whose bill is in another currency; in none of the sums.'),
      })
      .meta({ id: 'ReconciliationTotals' }),
    rows: z.array(rowSchema).describe('By day, cloud, account, model and kind of endpoint.'),
    withoutBill: z
      .array(z.object({ cloud: z.enum(CLOUDS), accountId: z.string(), computedUsd: usd }))
      .describe('Accounts that no bill names which is read: there is nothing to compare, and they are in no sum.'),
    unreadLines: z
      .array(
        z.object({
          day: z.string(),
          cloud: z.enum(CLOUDS),
          accountId: z.string(),
          meter: z.string(),
          why: z.string(),
          cost: z.string().nullable(),
          currency: z.string(),
          rows: count,
        }),
      )
      .describe('Lines that look like Claude and could not be read; at most a hundred.'),
    bills: z
      .array(
        z.object({
          sourceId: z.string(),
          cloud: z.enum(CLOUDS),
          firstDay: z.string(),
          lastDay: z.string(),
          readAt: instant,
          changedAt: instant.describe('When a day was last found new or restated.'),
          restatedDays: count.describe('Days of the range that the cloud wrote again otherwise.'),
          rowsLeftOut: count.describe('Rows about other products.'),
          rowsUnread: count.describe('Rows that look like Claude and could not be read.'),
        }),
      )
      .describe('The bills that are kept line by line, and how far each has come.'),
  })
  .meta({
    id: 'ReconciliationAnswer',
    description:
      'What clouds billed against what was computed, per UTC day, account, model and kind of endpoint, with every cause of the difference.',
  });
export type ReconciliationAnswer = z.infer<typeof reconciliationAnswerSchema>;
