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
          lastTriedAt: instant.nullable().describe('When a replay last could not read it either.'),
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

const count = z.int().min(0);
const replayCounts = {
  replayed: count,
  becameEvents: count.describe('Could be read now, and left quarantine.'),
  ignored: count.describe('Are no calls, as it is known now, and left quarantine.'),
  stillRejected: count.describe('Stay, with the reason of today.'),
};

export const replayAnswerSchema = z
  .object({
    ...replayCounts,
    byReason: z.array(
      z
        .object({ reason: z.string().describe('Why they were in quarantine.'), ...replayCounts })
        .meta({ id: 'ReplayedReason' }),
    ),
  })
  .meta({ id: 'ReplayAnswer', description: 'What became of records in quarantine that were read again.' });
export type ReplayAnswer = z.infer<typeof replayAnswerSchema>;
