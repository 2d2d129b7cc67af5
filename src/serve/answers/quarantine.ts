import { z } from 'zod';
import { instant } from './measures.js';

export const quarantineAnswerSchema = z
  .object({
    total: z.int().min(0),
    byReason: z.array(z.object({ reason: z.string(), sourceId: z.string(), count: z.int().min(0) })),
    rows: z.array(
      z
        .object({
          id: z.string(),
          sourceId: z.string(),
          cloud: z.string(),
          reason: z.string(),
          detail: z.string().describe('What could not be read and where; never text of the record.'),
          firstSeenAt: instant,
          entryTime: instant.nullable(),
          bytes: z.int().min(0).describe('Size of the record in bytes.'),
        })
        .meta({ id: 'QuarantinedRecord' }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({
    id: 'QuarantineAnswer',
    description: 'Records that could not be read, the newest first; never the records themselves.',
  });
export type QuarantineAnswer = z.infer<typeof quarantineAnswerSchema>;
