import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { instant, usd } from './measures.js';
import { rangeSchema } from './scope.js';

const count = z.int().min(0);
const decimal = z.string().describe('A plain decimal, as exact as the cloud wrote it.');
const currency = z.string().describe('ISO 4217 code.');

const BILL_STANDINGS = ['billed', 'partlyBilled', 'notYetBilled', 'nothingBilled', 'notRead'] as const;

const chargeSchema = z
  .object({
    meter: z.string(),
    unit: z.string().nullable(),
    quantity: decimal.nullable(),
    ccu: decimal.nullable().describe('Claude Consumption Units, of 0.01 USD each; null under meters of another kind.'),
    cost: decimal,
    currency,
  })
  .meta({ id: 'Charge' });

export const billedAnswerSchema = z
  .object({
    range: rangeSchema,
    scopes: z.array(
      z
        .object({
          cloud: z.enum(CLOUDS),
          scope: z.string().describe('What is billed: a subscription or a resource group of Azure.'),
          readAt: instant,
          from: instant.nullable().describe('Days from here on have been asked for.'),
          to: instant.nullable(),
          leftOut: z
            .array(
              z
                .object({ meter: z.string(), category: z.string(), cost: decimal, currency })
                .meta({ id: 'LeftOutMeter' }),
            )
            .nullable()
            .describe(
              'The most expensive meters of the scope that are not taken for those of Claude. Null where an older version read it.',
            ),
          leftOutMeters: count.nullable().describe('How many there are in all.'),
        })
        .meta({ id: 'BilledScope' }),
    ),
    totals: z
      .object({
        days: count.describe('Days and scopes whose bill is complete, in US dollars, and that were computed.'),
        billedUsd: usd.nullable(),
        computedUsd: usd.nullable(),
        differenceUsd: usd.nullable().describe('Billed less computed.'),
      })
      .meta({ id: 'BilledFigures', description: 'Of the days that can be compared; null where there is none.' }),
    rows: z
      .array(
        z
          .object({
            day: z.string().describe('UTC day.'),
            cloud: z.enum(CLOUDS),
            scope: z.string(),
            standing: z
              .enum(BILL_STANDINGS)
              .describe(
                'billed: read after the bill of the day was complete; partlyBilled: read before; notYetBilled: nothing so far, and it is too early; nothingBilled: nothing, although the time is over; notRead: the day was not asked for.',
              ),
            billed: z
              .array(z.object({ currency, cost: decimal }).meta({ id: 'BilledAmount' }))
              .describe('What was billed, by currency; empty where nothing is known or nothing was billed.'),
            computedUsd: usd
              .nullable()
              .describe(
                'What the calls of accounts under the scope cost by the own terms; null where no call has a price.',
              ),
            unpricedRequests: count.describe(
              'Answered calls of them without a price; nothing of them is in computedUsd.',
            ),
            differenceUsd: usd
              .nullable()
              .describe('Billed less computed, of days whose bill is complete and in US dollars alone.'),
            charges: z.array(chargeSchema),
          })
          .meta({ id: 'BilledDay' }),
      )
      .describe('The latest day first.'),
  })
  .meta({
    id: 'BilledAnswer',
    description:
      'What the cloud billed for Claude beside what was computed, by UTC day and scope. Why they differ is not decided here.',
  });
export type BilledAnswer = z.infer<typeof billedAnswerSchema>;
