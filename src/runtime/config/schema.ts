import { validateCronExpression } from 'cron';
import { z } from 'zod';
import { isTimeZone } from '../../usage/time-zone.js';
import { nearest } from './nearest.js';
import { alertsSchema, channelsSchema } from './watch-schema.js';

/** Whether a text came from the environment, so that a secret can be told from a literal. */
export type IsReferenced = (text: string) => boolean;

const cronExpression = z.string().superRefine((text, context) => {
  const fields = text.trim().split(/\s+/).length;
  const problem =
    fields === 5 || fields === 6
      ? validateCronExpression(text).error?.message
      : `it has ${fields} fields; cron has 5 (minute hour day month weekday), or 6 with seconds in front`;
  if (problem) context.addIssue({ code: 'custom', message: `not a cron expression: "${text}": ${problem}` });
});

const timeZone = z.string().superRefine((text, context) => {
  if (isTimeZone(text)) return;
  const meant = nearest(text, Intl.supportedValuesOf('timeZone'));
  const suggestion = meant ? `; did you mean "${meant}"?` : ' such as Europe/Berlin or America/New_York';
  context.addIssue({ code: 'custom', message: `"${text}" is not an IANA time zone${suggestion}` });
});

const httpUrl = z.url({
  protocol: /^https?$/,
  error: ({ input }) => `"${String(input)}" is not an http or https address`,
});

/** What every kind of source has. A new kind adds its own fields and joins `sourceSchema`. */
const sourceFields = {
  id: z.string().regex(/^[a-z0-9-]+$/, {
    error: ({ input }) => `"${String(input)}" is not an id: use small letters, digits and hyphens`,
  }),
  /** How far back to collect at the first start. Never further than the log keeps. */
  historyDays: z.int().min(1).max(3650).default(60),
  schedule: z
    .strictObject({
      live: cronExpression.default('*/5 * * * *'),
      hourly: cronExpression.default('7 * * * *'),
      daily: cronExpression.default('23 3 * * *'),
    })
    .prefault({}),
};

const awsAccountId = z.string({
  error: ({ input }) =>
    typeof input === 'number' ? `an account id is text, because it may begin with 0: quote it ("${input}")` : undefined,
});

/** Model invocation logs in a CloudWatch log group: one account and region. */
const bedrockCloudWatchSchema = z.strictObject({
  ...sourceFields,
  kind: z.literal('bedrock-cloudwatch'),
  accountId: awsAccountId.regex(/^\d{12}$/, {
    error: ({ input }) => `"${String(input)}" is not an AWS account id of 12 digits`,
  }),
  region: z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, {
    error: ({ input }) => `"${String(input)}" is not an AWS region such as us-east-1`,
  }),
  logGroup: z.string().regex(/^[\w./#-]{1,512}$/, {
    error: ({ input }) => `"${String(input)}" is not a log group: letters, digits and _ - / . # only`,
  }),
  /** Another address than AWS's own: a VPC endpoint, or a stand-in. */
  endpoint: httpUrl.optional(),
  /** Below the quota of FilterLogEvents when others read the same account; the quota of the region by default. */
  requestsPerSecond: z.number().positive().max(1000).optional(),
});

const sourceSchema = z.discriminatedUnion('kind', [bedrockCloudWatchSchema], {
  error: ({ code, input }) => (code === 'invalid_union' ? kindWords(input) : undefined),
});

export type SourceConfig = z.infer<typeof sourceSchema>;

/** Schemas of sections whose meaning lives above us, in `attribute` and `price`; they are handed in. */
export interface SectionSchemas<Rules, Mappings, Terms> {
  readonly attributionRules: z.ZodType<Rules>;
  readonly modelMappings: z.ZodType<Mappings>;
  readonly priceTerms: z.ZodType<Terms>;
}

/** The configuration file. */
export function configSchema<Rules, Mappings, Terms>(
  isReferenced: IsReferenced,
  { attributionRules, modelMappings, priceTerms }: SectionSchemas<Rules, Mappings, Terms>,
) {
  const secret = z.string().refine(isReferenced, {
    error: 'a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
  });
  return z.strictObject({
    server: z
      .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535).default(3000) })
      .prefault({}),
    database: z.strictObject({ url: secret.optional() }).prefault({}),
    dataDir: z.string().min(1).default('./data'),
    reporting: z
      .strictObject({ timeZone: timeZone.default('UTC'), timeZones: z.array(timeZone).default([]) })
      .prefault({})
      // Daily roll-ups are built for each of these; UTC is always among them.
      .transform(({ timeZone, timeZones }) => ({ timeZone, timeZones: [...new Set(['UTC', timeZone, ...timeZones])] })),
    contents: z
      .strictObject({
        mode: z
          .literal('off', {
            error: ({ input }) =>
              `"${String(input)}" is not offered: prompts and completions are not stored, only "off"`,
          })
          .default('off'),
      })
      .prefault({}),
    sources: z.array(sourceSchema).default([]),
    alerts: alertsSchema,
    channels: channelsSchema(secret),
    attribution: z.strictObject({ rules: attributionRules }).optional(),
    prices: z.strictObject({ mappings: modelMappings.optional(), terms: priceTerms.optional() }).optional(),
  });
}

function kindWords(input: unknown): string {
  const kinds = sourceSchema.options.map((option) => option.shape.kind.value);
  const kind = typeof input === 'object' && input !== null ? String(Reflect.get(input, 'kind')) : '';
  const meant = nearest(kind, kinds);
  return `"${kind}" is not a kind of source${meant ? `; did you mean "${meant}"?` : `: ${kinds.join(', ')}`}`;
}
