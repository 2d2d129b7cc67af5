import { z } from 'zod';
import { isTimeZone } from '../../usage/time-zone.js';
import { contentsSchema } from './contents.js';
import { nearest } from './nearest.js';
import { alertsSchema, channelsSchema } from './watch-schema.js';
import { serverSchema, signInSchema } from './sign-in-schema.js';
import { type SourceEntry, sourceSchema } from './source-schema.js';

/** Whether a text came from the environment, so that a secret can be told from a literal. */
export type IsReferenced = (text: string) => boolean;

const timeZone = z.string().superRefine((text, context) => {
  if (isTimeZone(text)) return;
  const meant = nearest(text, Intl.supportedValuesOf('timeZone'));
  const suggestion = meant ? `; did you mean "${meant}"?` : ' such as Europe/Berlin or America/New_York';
  context.addIssue({ code: 'custom', message: `"${text}" is not an IANA time zone${suggestion}` });
});

/** One source: one log of one account and region. What an entry of the file becomes. */
export type SourceConfig = BedrockCloudWatchConfig | BedrockS3Config;

type Common = Pick<
  SourceEntry,
  'id' | 'historyDays' | 'contents' | 'schedule' | 'credentials' | 'endpoint' | 'bodies' | 'metrics'
> & {
  readonly accountId: string;
  readonly region: string;
};

export type BedrockCloudWatchConfig = Common & {
  readonly kind: 'bedrock-cloudwatch';
  readonly logGroup: string;
  readonly requestsPerSecond?: number | undefined;
};

export type BedrockS3Config = Common & {
  readonly kind: 'bedrock-s3';
  readonly bucket: string;
  readonly keyPrefix?: string | undefined;
};

/** Schemas of sections whose meaning lives above us, in `attribute` and `price`; they are handed in. */
export interface SectionSchemas<Rules, Prices> {
  readonly attributionRules: z.ZodType<Rules>;
  readonly prices: z.ZodType<Prices>;
}

/** The configuration file. */
export function configSchema<Rules, Prices>(
  isReferenced: IsReferenced,
  { attributionRules, prices }: SectionSchemas<Rules, Prices>,
) {
  const secret = z.string().refine(isReferenced, {
    error: 'a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
  });
  return z.strictObject({
    server: serverSchema,
    signIn: signInSchema(secret),
    audit: z.strictObject({ signingKey: secret.optional() }).prefault({}),
    database: z.strictObject({ url: secret.optional() }).prefault({}),
    dataDir: z.string().min(1).default('./data'),
    reporting: z
      .strictObject({ timeZone: timeZone.default('UTC'), timeZones: z.array(timeZone).default([]) })
      .prefault({})
      // Daily roll-ups are built for each of these; UTC is always among them.
      .transform(({ timeZone, timeZones }) => ({ timeZone, timeZones: [...new Set(['UTC', timeZone, ...timeZones])] })),
    contents: contentsSchema(isReferenced),
    sources: z.array(sourceSchema(secret)).default([]),
    alerts: alertsSchema,
    channels: channelsSchema(secret),
    attribution: z.strictObject({ rules: attributionRules }).optional(),
    prices: prices.optional(),
  });
}
