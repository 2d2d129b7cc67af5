import { z } from 'zod';
import { groupSchema, instant, usd } from './measures.js';
import { scope } from './scope.js';

const count = z.int().min(0);

const use = {
  requests: count.describe('Provisioned calls that drew on it.'),
  tokens: count.describe('Tokens of all classes that they used; the shares are by these, hour by hour.'),
};

const amounts = {
  hours: count.describe('Hours that were paid for: those that begin in the range and have begun by now.'),
  usedHours: count.describe('Hours of these in which at least one token was used.'),
  fixedCostUsd: usd.describe('What those hours cost, used or not: sharedUsd + outsideFilterUsd + idleUsd, exactly.'),
  sharedUsd: usd.describe('Shared out to the rows.'),
  outsideFilterUsd: usd.describe('Shared out to calls that the filter leaves out.'),
  idleUsd: usd.describe('Of hours that nobody used.'),
};

const shareRowSchema = z
  .object({ group: groupSchema, ...use, costUsd: usd.describe('Its share of the fixed cost.') })
  .meta({ id: 'CommitmentShare' });

const rows = z.array(shareRowSchema).describe('The dearest first; their costUsd add up to sharedUsd exactly.');

const commitmentSchema = z
  .object({
    name: z.string(),
    from: instant,
    to: instant.nullable(),
    usd: usd.describe('Price of an hour or a month.'),
    per: z.enum(['hour', 'month']),
    ...amounts,
    ...use,
    rows,
  })
  .meta({ id: 'CommitmentCost', description: 'One commitment of the configuration in the range.' });

export const commitmentsAnswerSchema = z
  .object({
    ...scope,
    countedFrom: instant.describe('Start of the first hour that begins in the range.'),
    countedTo: instant.describe('End of the last hour of the range that has begun; later hours are not counted yet.'),
    totals: z.object({ ...amounts, ...use }).meta({ id: 'CommitmentTotals' }),
    rows,
    commitments: z.array(commitmentSchema).describe('In the order of the configuration; they add up to totals.'),
    uncovered: z
      .object(use)
      .meta({ id: 'UncoveredUse' })
      .describe('Provisioned calls of the filter that draw on no commitment: what they cost is not known here.'),
  })
  .meta({
    id: 'CommitmentsAnswer',
    description:
      'The fixed cost of provisioned throughput, shared out by use. It stands beside the costs of usage, and is in none of them.',
  });
export type CommitmentsAnswer = z.infer<typeof commitmentsAnswerSchema>;
