import { z } from 'zod';
import { convertedSchema } from './converted.js';
import { bucketValue, groupSchema, usd } from './measures.js';
import { scope } from './scope.js';

const count = z.int().min(0);

const part = {
  requests: count,
  tokens: count.describe('Tokens of all classes; calls whose tokens are not known add nothing.'),
  costUsd: usd.nullable().describe('List cost, premium included. Null when no call has a price.'),
  premiumUsd: usd.nullable().describe('The premium in it.'),
};

const premiumPartSchema = z.object(part).meta({ id: 'PremiumPart' });

const premiumScopeSchema = z
  .object({ endpointScope: z.string(), ...part })
  .meta({ id: 'PremiumOfScope', description: 'Usage through one kind of endpoint.' });

const blockedSchema = z
  .object({
    ...part,
    policies: z
      .array(z.object({ policy: z.string(), reason: z.string().nullable(), ...part }).meta({ id: 'PremiumOfPolicy' }))
      .describe('By residency policy; they add up to the part.'),
  })
  .meta({ id: 'PremiumBlocked' });

const figures = {
  ...part,
  savingUsd: usd.nullable().describe('What moving to the global endpoint would have saved: the premium of "possible".'),
  converted: convertedSchema,
  scopes: z.array(premiumScopeSchema).describe('Side by side; they add up to the row.'),
  split: z
    .object({
      possible: premiumPartSchema.describe('The model is offered on a global endpoint and no policy forbids it.'),
      blockedByPolicy: blockedSchema.describe('A residency policy of the configuration forbids it.'),
      notOffered: premiumPartSchema.describe('No document says that the model had a global endpoint there then.'),
      provisioned: premiumPartSchema.describe('Provisioned throughput: paid by the hour, no premium and no saving.'),
    })
    .meta({ id: 'PremiumSplit' })
    .describe('Calls that paid a premium, and provisioned ones. The premiums add up to premiumUsd exactly.'),
};

const premiumFiguresSchema = z.object(figures).meta({ id: 'PremiumFigures' });
export type PremiumFigures = z.infer<typeof premiumFiguresSchema>;

export const premiumAnswerSchema = z
  .object({
    ...scope,
    totals: premiumFiguresSchema,
    rows: z.array(
      z
        .object({ bucket: bucketValue, group: groupSchema, ...figures })
        .meta({ id: 'PremiumRow', description: 'The premium of one bucket and group.' }),
    ),
  })
  .meta({
    id: 'PremiumAnswer',
    description:
      'The premium paid for endpoints that keep calls in one place, and what moving to global endpoints would have saved, at list price. totals is the exact sum of rows.',
  });
export type PremiumAnswer = z.infer<typeof premiumAnswerSchema>;
