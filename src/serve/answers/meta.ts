import { z } from 'zod';
import { ROLES } from '../../usage/role.js';
import { ALL_RIGHTS } from '../auth/roles.js';

export const metaAnswerSchema = z
  .object({
    version: z.string(),
    reportingTimeZone: z.string(),
    builtTimeZones: z.array(z.string()).describe('Zones whose days are kept ready; others take longer to answer.'),
    priceBook: z.object({
      version: z.string(),
      checkedOn: z.string().describe('Day on which its prices were last compared with the published ones.'),
      entries: z.int().min(0),
    }),
    currencies: z
      .array(
        z
          .object({
            currency: z.string().describe('ISO 4217 code, for the parameter currency.'),
            from: z.string().describe('First UTC day that has a rate.'),
            sources: z.array(z.string()).describe('Where the rates are from.'),
          })
          .meta({ id: 'CurrencyOffered' }),
      )
      .describe('Currencies that costs can be shown in, beside US dollars.'),
    flags: z.record(z.string(), z.string()).describe('What each flag of a request means.'),
    demo: z.boolean(),
    ledgerUrl: z.string().nullable().describe('Where the demo says what it emitted; null outside the demo.'),
  })
  .meta({ id: 'MetaAnswer', description: 'What this installation is.' });
export type MetaAnswer = z.infer<typeof metaAnswerSchema>;

export const sessionAnswerSchema = z
  .object({
    kind: z
      .enum(['member', 'token', 'link'])
      .describe('link: somebody with a sign-in link of the machine that the service runs on.'),
    id: z.string().nullable().describe('Id of the member or token; null for a link.'),
    name: z.string(),
    roles: z.array(z.enum(ROLES)),
    rights: z.array(z.enum(ALL_RIGHTS)).describe('What the caller may do.'),
    missing: z
      .array(z.object({ right: z.enum(ALL_RIGHTS), words: z.string() }))
      .describe('Every other right: what it is for, and which roles have it.'),
    teams: z.array(z.string()).nullable().describe('Teams that the figures are limited to; null for no limit.'),
    sessionId: z.string().nullable(),
  })
  .meta({ id: 'SessionAnswer', description: 'Who is asking.' });
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

export const healthSchema = z.object({ status: z.enum(['ok', 'unavailable']) }).meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;
