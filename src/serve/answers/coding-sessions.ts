import { z } from 'zod';
import { MODEL_ROLES } from '../../usage/model-roles.js';
import { instant, measuresSchema, usd } from './measures.js';
import { requestRowSchema } from './requests.js';
import { scope } from './scope.js';

const count = z.int().min(0);
const textOrNull = z.string().nullable();
const measures = measuresSchema.shape;

const named = {
  model: textOrNull.describe('Canonical model id without date; null when the catalogue does not know it.'),
  modelId: textOrNull.describe('As it was called, where model is null.'),
  role: z
    .enum(MODEL_ROLES)
    .describe('main: cost most (wrote most, where a cost is not known); small: a Haiku beside it; other: the rest.'),
};
const place = { cloud: z.string(), accountId: z.string(), region: z.string(), endpointScope: z.string() };

const codingSessionSchema = z
  .object({
    session: z.string(),
    versions: z.array(z.string()).describe('Of Claude Code, where a log tells the user agent.'),
    callers: z
      .array(z.object({ principal: textOrNull, person: textOrNull }).meta({ id: 'SessionCaller' }))
      .nullable()
      .describe('Each once; empty where no log names one, null where they are masked.'),
    teams: z.array(textOrNull).describe('Each once; null is not attributed.'),
    firstAt: instant.describe('First call of the range.'),
    lastAt: instant.describe('Last call of the range.'),
    beganBefore: z.boolean().describe('Whether it has calls before the range, which are not counted here.'),
    goesOn: z.boolean().describe('Whether it has calls after the range, which are not counted here.'),
    failed: count.describe('Calls that failed.'),
    models: z.array(
      z
        .object({ ...named, requests: count, costUsd: usd.nullable() })
        .meta({ id: 'SessionModel', description: 'What a session used of one model.' }),
    ),
    places: z.array(
      z
        .object({ ...place, requests: count })
        .meta({ id: 'SessionPlace', description: 'Where calls of a session went.' }),
    ),
    ...measures,
  })
  .meta({ id: 'CodingSession', description: 'A session of Claude Code, as far as its calls in the range go.' });
export type CodingSessionRow = z.infer<typeof codingSessionSchema>;

export const codingSessionsAnswerSchema = z
  .object({
    ...scope,
    totals: measuresSchema.describe(
      'All calls of Claude Code in the range: those of every session, and those of none.',
    ),
    sessions: count.describe('Sessions of the range, on all pages.'),
    withoutSession: measuresSchema.describe('Calls of Claude Code whose session no log tells.'),
    rows: z.array(codingSessionSchema),
    nextCursor: textOrNull.describe('Give it back as cursor for the next page; null on the last one.'),
  })
  .meta({ id: 'CodingSessionsAnswer', description: 'Sessions of Claude Code, a page at a time.' });
export type CodingSessionsAnswer = z.infer<typeof codingSessionsAnswerSchema>;

export const codingSessionAnswerSchema = z
  .object({
    ...scope,
    session: codingSessionSchema,
    parts: z
      .array(z.object({ ...named, ...place, ...measures }).meta({ id: 'SessionPart' }))
      .describe('The session by model and place; they add up to it.'),
    calls: z.array(requestRowSchema).describe('Its calls in order, the first one first, a page at a time.'),
    nextCursor: textOrNull.describe('Give it back as cursor for the next calls; null on the last page.'),
  })
  .meta({ id: 'CodingSessionAnswer', description: 'One session of Claude Code with its calls.' });
export type CodingSessionAnswer = z.infer<typeof codingSessionAnswerSchema>;
