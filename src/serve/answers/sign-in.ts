import { z } from 'zod';

export const signInWaysSchema = z
  .object({
    password: z.boolean().describe('Whether there are accounts with a password here.'),
    oidc: z
      .object({
        label: z.string().describe('What the provider is called.'),
        startAt: z.string().describe('Where to send the browser; returnTo says where it goes afterwards.'),
      })
      .nullable(),
  })
  .meta({ id: 'SignInWays', description: 'By which doors people come in. Sign-in links work in any case.' });
export type SignInWaysAnswer = z.infer<typeof signInWaysSchema>;

export const signInOutcomeSchema = z
  .object({
    next: z
      .enum(['signedIn', 'code', 'newPassword'])
      .describe('signedIn: the session cookie is set. Otherwise the step that comes next.'),
  })
  .meta({ id: 'SignInOutcome', description: 'How a sign-in goes on.' });
export type SignInOutcomeAnswer = z.infer<typeof signInOutcomeSchema>;
