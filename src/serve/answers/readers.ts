import { z } from 'zod';
import { METER_STATES } from '../../store/meters.store.js';
import { CLOUDS } from '../../usage/cloud.js';
import { instant } from './measures.js';

const spans = z.array(z.object({ from: instant, to: instant }).meta({ id: 'ReaderSpan' }));

export const readersAnswerSchema = z
  .object({
    readers: z
      .array(
        z
          .object({
            sourceId: z.string(),
            cloud: z.enum(CLOUDS),
            kind: z.enum(['metrics', 'deployments', 'cost']),
            accountId: z.string().nullable(),
            region: z.string().nullable(),
            state: z.enum(METER_STATES),
            words: z.string().nullable().describe('What is wrong and what to do; null when nothing is.'),
            lastSuccessAt: instant.nullable(),
            triedAt: instant,
            from: instant
              .nullable()
              .describe('Metrics have been read from here; null where a reader reads what is now.'),
            to: instant.nullable(),
            keptDays: z.int().nullable().describe('For so many days the cloud keeps what it counted.'),
            missing: spans.describe('Between from and to, not read yet: it is read by itself.'),
            lost: spans.describe('Between from and to, never read, and the cloud keeps it no more.'),
          })
          .meta({ id: 'Reader' }),
      )
      .describe('What somebody has to see to first.'),
  })
  .meta({
    id: 'ReadersAnswer',
    description: 'At what point each reader is of what clouds tell beside their logs: metrics, deployments, bills.',
  });
export type ReadersAnswer = z.infer<typeof readersAnswerSchema>;
