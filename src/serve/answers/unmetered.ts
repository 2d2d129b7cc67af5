import { z } from 'zod';
import { COUNTED } from '../../store/questions/unmetered-by-day.js';
import { rangeSchema } from './scope.js';

const count = z.int().min(0);

const below = {
  below: count.describe('How much more the gateway told than was metered, in single hours.'),
  carried: count.describe('How much of it other hours of the same UTC day made good.'),
  owed: count.describe(
    'How much of it no hour of the day made good: it is in the figures, and the meter has not counted it.',
  ),
};

export const unmeteredAnswerSchema = z
  .object({
    range: rangeSchema,
    totals: z
      .array(z.object({ counted: z.enum(COUNTED), ...below }).meta({ id: 'UnmeteredFigures' }))
      .describe('By what is counted; what never was below the meter is left out.'),
    rows: z
      .array(
        z
          .object({
            day: z.string().describe('UTC day.'),
            accountId: z.string(),
            deployment: z.string(),
            model: z.string(),
            counted: z.enum(COUNTED).describe('A token class, or requests.'),
            metered: count.describe('What was metered on the day.'),
            attributed: count.describe('What the gateway told of the day.'),
            hours: count
              .nullable()
              .describe('Hours in which the gateway told more. Null where an older version joined the day.'),
            ...below,
          })
          .meta({ id: 'UnmeteredRow' }),
      )
      .describe('What is owed most first.'),
  })
  .meta({
    id: 'UnmeteredAnswer',
    description:
      'Where a gateway logged more of a deployment of Microsoft Foundry in an hour than Azure metered: clocks that disagree about the hour even out within the UTC day, and what the day owes is shown here and costed nowhere a second time.',
  });
export type UnmeteredAnswer = z.infer<typeof unmeteredAnswerSchema>;
