import { z } from 'zod';
import { COST_BASES } from '../../reconcile/computed-amounts.js';
import { BUCKETS, DIMENSIONS, isDimension, type Dimension } from '../../store/questions/dimensions.js';
import { METERED_DIMENSIONS } from '../../store/questions/metered-usage.js';
import { isTimeZone } from '../../usage/time-zone.js';
import { CHANGES, IMAGINED_SCOPES } from './change-of.js';
import { parseFilters } from './filters.js';

const asList = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value]);
/** `a,b` and repeated parameters alike. */
export const asWords = (value: unknown) =>
  z
    .array(z.string())
    .safeParse(asList(value))
    .data?.flatMap((text) => text.split(','));
const names = (list: readonly string[]) => list.join(', ');

const time = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: (issue) =>
      `"${String(issue.input)}" is neither a date (2026-11-01, midnight in timeZone) nor an instant with its offset (2026-11-01T08:00:00Z).`,
  })
  .describe('Date (YYYY-MM-DD, midnight in timeZone) or RFC 3339 instant with offset.');

const timeZone = z
  .string()
  .refine(isTimeZone, {
    error: (issue) => `"${String(issue.input)}" is not an IANA time zone such as Europe/Berlin or UTC.`,
  })
  .optional()
  .describe('IANA name. Default: the reporting time zone of the configuration.');

const filter = z
  .preprocess(asList, z.array(z.string()).max(100))
  .transform((texts, context) => {
    const parsed = parseFilters(texts);
    if ('filters' in parsed) return parsed.filters;
    context.addIssue({ code: 'custom', message: parsed.error });
    return z.NEVER;
  })
  .optional()
  .describe(
    `Repeatable: dimension=value to include (several values of one dimension are alternatives), dimension!=value to exclude. An empty value means unknown or unattributed. Dimensions: ${names(DIMENSIONS)}.`,
  );

/** The query that all figures have in common. */
export const common = {
  from: time
    .optional()
    .describe('Start of the range, inside it. Date or RFC 3339 instant. Default: start of the month.'),
  to: time.optional().describe('End of the range, outside it. Date or RFC 3339 instant. Default: end of today.'),
  timeZone,
  filter,
};

/** A query object that answers an unknown parameter with its name and the known ones. */
export function query<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownWords(issue.keys, Object.keys(shape)) : undefined),
  });
}

function unknownWords(keys: readonly string[], known: readonly string[]): string {
  const here = known.length === 0 ? 'There are no query parameters here.' : `Known here: ${names(known)}.`;
  return `Unknown query parameter ${names(keys)}. ${here}`;
}

function groupBy<Extra extends string>(extra: readonly Extra[], most: 1 | 2 = 2) {
  const isExtra = (name: string): name is Extra => extra.some((word) => word === name);
  const tooMany = most === 1 ? 'Group by at most one dimension.' : 'Group by at most two dimensions.';
  const howMany = most === 1 ? 'one' : 'one or two different ones';
  return z
    .preprocess(asWords, z.array(z.string()).min(1).max(most, tooMany))
    .transform((words, context) => {
      const known = words.filter((word): word is Dimension | Extra => isDimension(word) || isExtra(word));
      if (known.length === words.length && new Set(words).size === words.length) return known;
      context.addIssue({
        code: 'custom',
        message: `"${words.join(',')}" is not ${howMany} of: ${names([...DIMENSIONS, ...extra])}.`,
      });
      return z.NEVER;
    })
    .optional()
    .describe(
      most === 1
        ? `One of: ${names([...DIMENSIONS, ...extra])}.`
        : `One or two of, repeated or with a comma between: ${names([...DIMENSIONS, ...extra])}.`,
    );
}

export function limit(most: number, usual: number) {
  const words = `limit must be a whole number from 1 to ${most}.`;
  return z.coerce
    .number({ error: words })
    .int(words)
    .min(1, words)
    .max(most, words)
    .default(usual)
    .describe(`1 to ${most}, ${usual} when absent.`);
}

const bucket = z
  .enum(BUCKETS, { error: (issue) => `"${String(issue.input)}" is not one of: ${names(BUCKETS)}.` })
  .optional()
  .describe('Cut the range into hours or local days, weeks (from Monday) or months. Default: none.');

const currency = z
  .string()
  .optional()
  .describe('ISO 4217 code of prices.currency in the configuration: rows and totals are told in it too.');

export const cursor = z.string().max(500).optional().describe('nextCursor of the page before.');
const eventId = z.guid({ error: (issue) => `"${String(issue.input)}" is not an event id (a UUID).` });

/** For routes that take none: so that a mistaken one is named and not ignored. */
export const noQuery = query({});
export const usageQuery = query({ ...common, bucket, groupBy: groupBy([]), currency });
export const costsQuery = query({ ...common, bucket, groupBy: groupBy(['tokenClass']), currency });
export const explainQuery = query({ ...common, eventId: eventId.optional().describe('Explain this one call.') });
export const premiumQuery = query({ ...common, bucket, groupBy: groupBy([]), currency });
export const periodWhatIfQuery = query({
  ...common,
  groupBy: groupBy([], 1),
  change: z.enum(CHANGES, { error: `change is one of: ${names(CHANGES)}.` }).describe('What is imagined otherwise.'),
  target: z
    .string()
    .optional()
    .describe(
      `The other endpoint scope (${names(IMAGINED_SCOPES)}) or model (canonical id); for those two changes only.`,
    ),
});
export const commitmentsQuery = query({ ...common, groupBy: groupBy([], 1) });
export const requestsQuery = query({
  ...common,
  sort: z.enum(['time', 'cost']).optional().describe('Latest or dearest first. Default: time.'),
  limit: limit(500, 50),
  cursor,
  eventId: eventId.optional(),
  requestId: z.string().optional().describe('An id of the call: the provider’s, a gateway’s, or that of the answer.'),
  principal: z.string().optional().describe('The caller as logged, whole.'),
  flag: z.string().optional(),
  operation: z.string().optional(),
  stopReason: z.string().optional(),
  errorCode: z.string().optional(),
  session: z.string().optional().describe('A session of Claude Code, whichever places and models its calls have.'),
});
export const dimensionValuesQuery = query({
  ...common,
  search: z.string().max(200).optional().describe('Part of the value, case ignored.'),
  limit: limit(1000, 50),
});
/** For routes about collecting, which know of no filter. */
export const rangeQuery = query({ from: common.from, to: common.to, timeZone });
export const errorsQuery = query(common);
export const throughputQuery = query(common);
const placePart = z.string().max(500);
export const throughputHoursQuery = query({
  ...common,
  cloud: placePart.describe('As a row of /throughput has it, like the next five.'),
  accountId: placePart,
  region: placePart,
  model: placePart.optional().describe('Absent where the row has none.'),
  endpointScope: placePart.optional().describe('Absent where the row has none.'),
  modelId: placePart.optional().describe('Absent where the row has none.'),
});
export const meteredQuery = query({
  from: common.from,
  to: common.to,
  timeZone,
  bucket,
  groupBy: z
    .preprocess(asWords, z.array(z.enum(METERED_DIMENSIONS, `Group by any of: ${names(METERED_DIMENSIONS)}.`)).max(3))
    .optional()
    .describe(`Any of, repeated or with commas between: ${names(METERED_DIMENSIONS)}.`),
});
export const unloggedQuery = query({
  from: common.from,
  to: common.to,
  timeZone,
  bucket: z.enum(['none', 'day', 'hour']).optional().describe('Buckets of UTC.'),
});
const someOf = (what: string) =>
  z
    .preprocess(asWords, z.array(z.string()).min(1).max(100))
    .optional()
    .describe(`Only ${what}; repeated or with commas between.`);

export const reconciliationQuery = query({
  from: common.from,
  to: common.to,
  basis: z
    .enum(COST_BASES, { error: (issue) => `"${String(issue.input)}" is not one of: ${names(COST_BASES)}.` })
    .optional()
    .describe('What is computed: list, the list price (default), or effective, by the terms of the configuration.'),
  cloud: someOf('these clouds'),
  accountId: someOf('these accounts, projects or subscriptions'),
  model: someOf('these models, by canonical id'),
});
export const runsQuery = query({ limit: limit(500, 50) });
export const settingsQuery = query({
  accountId: z.string().max(100).optional().describe('Only settings of this account.'),
  region: z.string().max(100).optional().describe('Only settings of this region.'),
});
export const quarantineQuery = query({ limit: limit(500, 50), cursor });

const dimension = z
  .enum(DIMENSIONS, {
    error: (issue) => `"${String(issue.input)}" is not a dimension. Dimensions: ${names(DIMENSIONS)}.`,
  })
  .describe('Name of the dimension.');

export const dimensionParams = z.object({ dimension });
export const requestParams = z.object({ eventId: eventId.describe('Event id, as /requests gives it.') });
export const driftParams = z.object({
  driftId: z.string().regex(/^\d{1,18}$/, 'driftId is a whole number, as /schema-drift gives it.'),
});
export const alertParams = z.object({
  alertId: z
    .guid({ error: (issue) => `"${String(issue.input)}" is not an alert id (a UUID).` })
    .describe('Alert id, as /alerts gives it.'),
});
export const channelParams = z.object({
  channelId: z.string().min(1).max(200).describe('Id of the channel in the configuration.'),
});
export const sourceParams = z.object({
  sourceId: z.string().min(1).max(200).describe('Id of the source in the configuration.'),
});

export type NoQuery = z.output<typeof noQuery>;
export type UsageQuery = z.output<typeof usageQuery>;
export type CostsQuery = z.output<typeof costsQuery>;
export type ExplainQuery = z.output<typeof explainQuery>;
export type PremiumQuery = z.output<typeof premiumQuery>;
export type PeriodWhatIfQuery = z.output<typeof periodWhatIfQuery>;
export type CommitmentsQuery = z.output<typeof commitmentsQuery>;
export type RequestsQuery = z.output<typeof requestsQuery>;
export type DimensionValuesQuery = z.output<typeof dimensionValuesQuery>;
export type RangeQuery = z.output<typeof rangeQuery>;
export type ErrorsQuery = z.output<typeof errorsQuery>;
export type ThroughputQuery = z.output<typeof throughputQuery>;
export type ThroughputHoursQuery = z.output<typeof throughputHoursQuery>;
export type DriftParams = z.output<typeof driftParams>;
export type MeteredQuery = z.output<typeof meteredQuery>;
export type UnloggedQuery = z.output<typeof unloggedQuery>;
export type ReconciliationQuery = z.output<typeof reconciliationQuery>;
export type RunsQuery = z.output<typeof runsQuery>;
export type QuarantineQuery = z.output<typeof quarantineQuery>;
export type DimensionParams = z.output<typeof dimensionParams>;
export type RequestParams = z.output<typeof requestParams>;
export type SourceParams = z.output<typeof sourceParams>;
export type SettingsQuery = z.output<typeof settingsQuery>;
export type AlertParams = z.output<typeof alertParams>;
export type ChannelParams = z.output<typeof channelParams>;
