import { z } from 'zod';
import { CLOUDS } from '../../usage/cloud.js';
import { instant } from './measures.js';
import { rangeSchema } from './scope.js';

const count = z.int().min(0);

export const joinsAnswerSchema = z
  .object({
    range: rangeSchema,
    notInBase: count.describe('Of all rows: answered calls that a log with tokens tells of and no figure counts.'),
    rows: z
      .array(
        z
          .object({
            day: z.string().describe('UTC day in which the groups begin.'),
            cloud: z.enum(CLOUDS),
            accountId: z.string(),
            region: z.string().describe('Empty where an account has one only.'),
            model: z.string().describe('What the groups are of: a model, or what its calls have in common.'),
            groups: count.describe('Groups of the day: one for each hour, or one for the whole day.'),
            waiting: count.describe('Groups whose logs or meters have changed since they were joined.'),
            bases: z.array(z.string()).describe('What the figures come from: a log, or metrics.'),
            coverage: z
              .number()
              .min(0)
              .max(1)
              .nullable()
              .describe(
                'Of the answered calls that the base counts, the share of which another log tells as well. Null where it counts none.',
              ),
            rowsOfLogs: z.record(z.string(), count).describe('Rows by the log that told them.'),
            matched: count.describe('Answered calls that both logs with tokens tell of, or that are metered and told.'),
            ambiguous: count.describe('Calls for which several callers fit: they have none.'),
            notInBase: count.describe(
              'Answered calls of a log with tokens that are in no figure: another log is the base of their hour, and it does not tell of them. Calls that were cut off may be among them.',
            ),
            left: count.describe(
              'Rows, those of `notInBase` among them, that no event stands for, because a better source counts their calls, or because they may be calls of it.',
            ),
            remainderRequests: count.describe(
              'Metered calls of which no log tells; they are an event without a caller.',
            ),
            owedRequests: count.describe('Calls that logs tell of beyond what was metered in the whole day.'),
            joinedAt: instant.nullable(),
          })
          .meta({ id: 'JoinsOfDay' }),
      )
      .describe('The latest day first.'),
  })
  .meta({
    id: 'JoinsAnswer',
    description: 'How calls of which several logs tell were put together, by account, place, model and UTC day.',
  });
export type JoinsAnswer = z.infer<typeof joinsAnswerSchema>;
