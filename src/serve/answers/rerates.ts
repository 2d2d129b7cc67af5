import { z } from 'zod';
import { RERATE_KINDS, RERATE_STATES } from '../../store/rerate-order.js';
import { instant, usd } from './measures.js';

const count = z.int().min(0);
const textOrNull = z.string().nullable();
export const monthText = z.string().describe('UTC month, YYYY-MM.');

const changeSums = {
  requests: count.describe('Calls whose price changes.'),
  oldUnpriced: count.describe('Of them: calls that had no price. They add nothing to the old amounts.'),
  newUnpriced: count.describe('Of them: calls that have none now. They add nothing to the new amounts.'),
  oldUsd: usd.nullable().describe('List cost of these calls before, in US dollars. Null when none had a price.'),
  newUsd: usd.nullable().describe('List cost of these calls now, in US dollars. Null when none has a price.'),
  differenceUsd: usd.describe('New less old, over what is known, in US dollars.'),
  oldEffectiveUsd: usd.nullable().describe('Effective cost before, in US dollars.'),
  newEffectiveUsd: usd.nullable().describe('Effective cost now, in US dollars.'),
  differenceEffectiveUsd: usd.describe('New less old, over what is known, in US dollars.'),
};

export const changeSumsSchema = z.object(changeSums).meta({
  id: 'ChangeSums',
  description:
    'What changed calls add up to, before and after. For closed months, "old" includes what has been booked as adjustments already.',
});
export type ChangeSumsAnswer = z.infer<typeof changeSumsSchema>;

export const rerateRunSchema = z
  .object({
    id: z.string(),
    kind: z.enum(RERATE_KINDS).describe('preview only shows what would change.'),
    state: z
      .enum(RERATE_STATES)
      .describe(
        'queued and running: unfinished, at most one is. stopped: by Ctrl-C, the same command goes on. superseded: left unfinished, and another one was begun.',
      ),
    from: z.iso.date().nullable().describe('First UTC day; null is the beginning.'),
    to: z.iso.date().nullable().describe('UTC day after the last one; null is no end.'),
    onlyModelIds: z.array(z.string()).nullable().describe('Only calls with these model ids; null is all.'),
    previewId: textOrNull.describe('The preview that was confirmed by this apply.'),
    startedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    cancelRequested: z.boolean(),
    error: textOrNull.describe('Why it failed.'),
    daysTotal: count.nullable().describe('Days with usage in the range; null until it has begun.'),
    daysDone: count,
    events: count.describe('Calls that were priced again so far.'),
    changed: count.describe('Of them: calls whose price changes.'),
    basis: z.string().describe('Version of the price book, and a digest of mappings and terms, that it prices by.'),
    basisIsCurrent: z.boolean().describe('False when the rules have changed since: a preview then shows another time.'),
    totals: changeSumsSchema.describe('The exact sum of its differences so far.'),
    adjusted: changeSumsSchema.describe('The part of totals that lies in closed months and is booked as adjustments.'),
  })
  .meta({ id: 'RerateRun', description: 'One pricing of the past again, or the preview of one.' });
export type RerateRunAnswer = z.infer<typeof rerateRunSchema>;

export const rerateRunsAnswerSchema = z
  .object({
    runs: z.array(rerateRunSchema),
    nextCursor: textOrNull.describe('Give it back as cursor for the next page; null on the last one.'),
  })
  .meta({ id: 'RerateRunsAnswer', description: 'Runs that priced the past again, the newest first.' });
export type RerateRunsAnswer = z.infer<typeof rerateRunsAnswerSchema>;

export const rerateDifferencesAnswerSchema = z
  .object({
    totals: changeSumsSchema,
    rows: z.array(
      z
        .object({
          group: z
            .record(z.string(), textOrNull)
            .describe('Value of each dimension of groupBy; null is unknown or unattributed.'),
          adjusts: z.boolean().describe('The month is closed: what changes is booked as an adjustment instead.'),
          ...changeSums,
        })
        .meta({ id: 'RerateDifference' }),
    ),
    reasons: z.record(z.string(), z.string()).describe('What each reason means.'),
  })
  .meta({
    id: 'RerateDifferencesAnswer',
    description:
      'What a run changes, the largest difference first (months: the newest first). The rows add up to totals.',
  });
export type RerateDifferencesAnswer = z.infer<typeof rerateDifferencesAnswerSchema>;

export const closedMonthSchema = z
  .object({ month: monthText, closedAt: instant, closedBy: z.string(), priceBook: z.string() })
  .meta({ id: 'ClosedMonth', description: 'A month whose calls keep their prices.' });
export type ClosedMonthAnswer = z.infer<typeof closedMonthSchema>;

export const closedMonthsAnswerSchema = z
  .object({ months: z.array(closedMonthSchema) })
  .meta({ id: 'ClosedMonthsAnswer', description: 'Closed months, the newest first.' });
export type ClosedMonthsAnswer = z.infer<typeof closedMonthsAnswerSchema>;

const adjustmentSums = {
  requests: z.int().describe('Calls that are corrected; negative where a correction is taken back.'),
  listUsd: usd.describe('Correction of the list cost, in US dollars.'),
  effectiveUsd: usd.describe('Correction of the effective cost, in US dollars.'),
};

export const adjustmentsAnswerSchema = z
  .object({
    totals: z.object(adjustmentSums).meta({ id: 'AdjustmentSums' }),
    rows: z.array(
      z
        .object({
          bookedMonth: monthText.describe('The month that was open when it was booked.'),
          aboutMonth: monthText.describe('The closed month that it corrects.'),
          runId: z.string().describe('The run that booked it.'),
          bookedAt: instant,
          model: textOrNull,
          team: textOrNull,
          reason: z.string(),
          ...adjustmentSums,
        })
        .meta({ id: 'Adjustment' }),
    ),
    reasons: z.record(z.string(), z.string()).describe('What each reason means.'),
  })
  .meta({ id: 'AdjustmentsAnswer', description: 'Corrections of closed months. The rows add up to totals.' });
export type AdjustmentsAnswer = z.infer<typeof adjustmentsAnswerSchema>;
