import { z } from 'zod';
import { ENDPOINT_SCOPES } from '../../usage/cloud.js';
import { instant } from './measures.js';

export const deploymentsAnswerSchema = z
  .object({
    deployments: z
      .array(
        z
          .object({
            accountId: z.string(),
            name: z.string(),
            modelFormat: z.string().nullable(),
            modelName: z.string().describe('The model as the cloud names it.'),
            modelVersion: z.string().nullable(),
            sku: z.string().nullable(),
            capacity: z.int().nullable(),
            hosting: z
              .enum(['azure', 'anthropic'])
              .nullable()
              .describe('Who runs the model; null where it is not told.'),
            endpointScope: z.enum(ENDPOINT_SCOPES),
            rateLimits: z.array(
              z
                .object({ key: z.string(), count: z.number(), renewalPeriodSeconds: z.number() })
                .meta({ id: 'RateLimit' }),
            ),
            state: z.string().nullable(),
            changedAt: instant
              .nullable()
              .describe(
                'When the cloud says that it came to read so, or was changed otherwise; null where it does not tell.',
              ),
            from: instant.describe('When it was first seen so.'),
            to: instant.nullable().describe('When it was first found changed or gone; null while it is there.'),
            lastSeenAt: instant,
            change: z
              .enum(['first', 'madeAgain', 'changed'])
              .describe(
                'Against the line of the same name before it: none was before; the name stands for another model since; something else changed.',
              ),
          })
          .meta({ id: 'DeploymentLine' }),
      )
      .describe('By account and name, the earliest line of a name first.'),
  })
  .meta({
    id: 'DeploymentsAnswer',
    description:
      'What stood behind the name of each deployment, and when: a line as long as it read the same. Nothing is known from before the first look.',
  });
export type DeploymentsAnswer = z.infer<typeof deploymentsAnswerSchema>;
