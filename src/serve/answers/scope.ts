import { z } from 'zod';
import { BUCKETS } from '../../store/questions/dimensions.js';
import { instant } from './measures.js';

export const rangeSchema = z
  .object({
    from: instant,
    to: instant,
    timeZone: z.string().describe('IANA name of the zone that dates and buckets belong to.'),
    bucket: z.enum(BUCKETS),
  })
  .meta({
    id: 'AnsweredRange',
    description: 'The half-open range that was answered: from belongs to it, to does not.',
  });

export const visibleSchema = z
  .object({
    teams: z.array(z.string()).nullable().describe('The teams that the answer is limited to; null for no limit.'),
    masked: z.array(z.string()).describe('Facts that are null here because you may not see them.'),
    words: z.string().nullable().describe('Why nothing can be seen, where that is so.'),
  })
  .meta({ id: 'Visible', description: 'What of the calls the caller may see.' });
export type Visible = z.infer<typeof visibleSchema>;

/** What every answer says about itself. */
export const scope = {
  visible: visibleSchema,
  range: rangeSchema,
  completeUpTo: instant
    .nullable()
    .describe('Everything before it is collected, over all sources; null when one never ran.'),
  joinsDueAt: instant
    .nullable()
    .describe(
      'Logs of calls of the range tell more than these have been joined with, and are joined from this time on: some calls have no caller and no team until then. Null where all are joined.',
    ),
  priceBook: z.string().describe('Version of the price book in use.'),
};

export interface Scope {
  readonly visible: Visible;
  readonly range: z.infer<typeof rangeSchema>;
  readonly completeUpTo: string | null;
  readonly joinsDueAt: string | null;
  readonly priceBook: string;
}
