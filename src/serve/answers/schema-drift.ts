import { z } from 'zod';
import { instant } from './measures.js';

export const schemaDriftAnswerSchema = z
  .object({
    unacknowledged: z.int().min(0),
    rows: z.array(
      z
        .object({
          id: z.string(),
          cloud: z.string(),
          sourceId: z.string(),
          kind: z.string(),
          words: z.string().describe('What such a finding means.'),
          name: z.string().describe('Field with its path, operation or model; never a value of a body.'),
          exampleEventId: z
            .guid()
            .nullable()
            .describe(
              'The call that showed it first, as it is counted. Null where the record is in no figure: another log counts its call, it is not joined yet, or it has been deleted.',
            ),
          firstSeenAt: instant,
          lastSeenAt: instant,
          acknowledgedAt: instant.nullable(),
        })
        .meta({ id: 'SchemaDrift' }),
    ),
  })
  .meta({
    id: 'SchemaDriftAnswer',
    description: 'What the logs hold that this version was not written for, once for each source, kind and name.',
  });
export type SchemaDriftAnswer = z.infer<typeof schemaDriftAnswerSchema>;
