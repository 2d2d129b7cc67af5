import { z } from 'zod';
import { RERATE_KINDS } from '../../store/rerate-order.js';
import { DIFFERENCE_DIMENSIONS, type DifferenceDimension } from '../../store/questions/rerate-differences.js';
import { asWords, cursor, limit, query } from './query-schemas.js';

const names = (list: readonly string[]) => list.join(', ');

/** The body of a request: a JSON object that answers an unknown field with its name and the known ones. */
export function body<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = names(Object.keys(shape));
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `Unknown field ${names(issue.keys)}. Known here: ${known}.`
        : `Send a JSON object. Fields: ${known}.`,
  });
}

const day = z.iso.date({
  error: (issue) => `${JSON.stringify(issue.input)} is not a UTC day such as "2026-11-01".`,
});
const monthWords = ({ input }: { readonly input?: unknown }) =>
  input === undefined
    ? 'Name the month, such as "2026-10".'
    : `${JSON.stringify(input)} is not a month such as "2026-10".`;
const month = z.string({ error: monthWords }).regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: monthWords });
const runId = z
  .string({ error: 'An id of a run is a text of digits.' })
  .regex(/^\d{1,18}$/, { error: (issue) => `"${String(issue.input)}" is not the id of a run (digits).` });

export const startRerateBody = body({
  kind: z
    .enum(RERATE_KINDS, { error: `kind is one of: ${names(RERATE_KINDS)}.` })
    .describe('preview shows what would change; apply does it.'),
  from: day.optional().describe('First UTC day. Default: the beginning; for a confirmed preview, its range.'),
  to: day.optional().describe('UTC day after the last one. Default: no end; for a confirmed preview, its range.'),
  previewId: runId
    .optional()
    .describe('The preview that an apply confirms: refused if it would do something else now.'),
})
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['from'],
    error: 'from must lie before to: to is the first day outside.',
  })
  .refine(({ kind, previewId }) => previewId === undefined || kind === 'apply', {
    path: ['previewId'],
    error: 'Only an apply confirms a preview.',
  });

export const closeMonthBody = body({ month: month.describe('UTC month that has ended, YYYY-MM.') });

export const reratesQuery = query({ limit: limit(500, 50), cursor });
export const rerateParams = z.object({ id: runId.describe('Id of the run.') });

const isDifferenceDimension = (name: string): name is DifferenceDimension =>
  DIFFERENCE_DIMENSIONS.some((dimension) => dimension === name);

export const rerateDifferencesQuery = query({
  groupBy: z
    .preprocess(asWords, z.array(z.string()).min(1))
    .transform((words, context) => {
      const known = words.filter(isDifferenceDimension);
      if (known.length === words.length && new Set(words).size === words.length) return known;
      context.addIssue({
        code: 'custom',
        message: `"${words.join(',')}" is not one or several different ones of: ${names(DIFFERENCE_DIMENSIONS)}.`,
      });
      return z.NEVER;
    })
    .optional()
    .describe(`One or several of, repeated or with commas between: ${names(DIFFERENCE_DIMENSIONS)}. Default: month.`),
});

export const adjustmentsQuery = query({
  from: month.optional().describe('First month of booking, YYYY-MM. Default: the beginning.'),
  to: month.optional().describe('Month after the last one, YYYY-MM. Default: no end.'),
});

export type StartRerateBody = z.output<typeof startRerateBody>;
export type CloseMonthBody = z.output<typeof closeMonthBody>;
export type ReratesQuery = z.output<typeof reratesQuery>;
export type RerateParams = z.output<typeof rerateParams>;
export type RerateDifferencesQuery = z.output<typeof rerateDifferencesQuery>;
export type AdjustmentsQuery = z.output<typeof adjustmentsQuery>;
