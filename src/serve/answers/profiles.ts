import { z } from 'zod';
import { PROFILE_STATES } from '../../store/profiles.store.js';
import { PROFILE_KINDS } from '../../usage/profile-arn.js';
import { instant } from './measures.js';

export const profilesAnswerSchema = z
  .object({
    profiles: z.array(
      z
        .object({
          arn: z.string(),
          accountId: z.string(),
          region: z.string(),
          kind: z.enum(PROFILE_KINDS),
          state: z
            .enum(PROFILE_STATES)
            .describe(
              'pending: not answered yet; gone: deleted before it was resolved; denied: a permission is missing.',
            ),
          words: z.string().describe('What is so, what it means, what to do.'),
          name: z.string().nullable(),
          modelId: z.string().nullable().describe("The model behind it, by the cloud's name."),
          model: z.string().nullable().describe('The same in the model catalogue; null when it does not know it.'),
          endpointScope: z.string().nullable(),
          tags: z.record(z.string(), z.string()),
          createdAt: instant.nullable(),
          askedAt: instant.nullable(),
          resolvedAt: instant.nullable(),
          repricedAt: instant
            .nullable()
            .describe('Since when calls that had been stored before it was resolved are priced by it.'),
          nextTryAt: instant.nullable(),
          tries: z.int().min(0),
        })
        .meta({ id: 'Profile' }),
    ),
  })
  .meta({ id: 'ProfilesAnswer', description: 'What stands behind opaque model ids; those that need somebody first.' });
export type ProfilesAnswer = z.infer<typeof profilesAnswerSchema>;
