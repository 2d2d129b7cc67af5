import { z } from 'zod';
import type { Cloud } from '../../usage/cloud.js';
import { isTimeZone } from '../../usage/time-zone.js';
import { contentsSchema } from './contents.js';
import type { FoundryConfig, FoundryLogConfig } from './foundry-schema.js';
import { nearest } from './nearest.js';
import { alertsSchema, channelsSchema } from './watch-schema.js';
import { serverSchema, signInSchema } from './sign-in-schema.js';
import { type BedrockEntry, sourceSchema } from './source-schema.js';
import type { BedrockCostConfig } from './bill-schema.js';
import type { VertexConfig, VertexCostConfig, VertexMetricsConfig } from './vertex-schema.js';

/** Whether a text came from the environment, so that a secret can be told from a literal. */
export type IsReferenced = (text: string) => boolean;

const timeZone = z.string().superRefine((text, context) => {
  if (isTimeZone(text)) return;
  const meant = nearest(text, Intl.supportedValuesOf('timeZone'));
  const suggestion = meant ? `; did you mean "${meant}"?` : ' such as Europe/Berlin or America/New_York';
  context.addIssue({ code: 'custom', message: `"${text}" is not an IANA time zone${suggestion}` });
});

/** One source: one log, or the metrics, of one place. What an entry of the file becomes. */
export type SourceConfig = BedrockConfig | BedrockCostConfig | VertexConfig | FoundryConfig;

/** A source of bills that are kept line by line. */
export type BillConfig = BedrockCostConfig | VertexCostConfig;

/** A source whose records are read; metrics are counts beside them. */
export type LogSourceConfig =
  BedrockConfig | Exclude<VertexConfig, VertexMetricsConfig | VertexCostConfig> | FoundryLogConfig;

export type BedrockConfig = BedrockCloudWatchConfig | BedrockS3Config;

/** Whether a source is a log of Bedrock's, with an account and a region of AWS. */
export function isBedrock(config: SourceConfig): config is BedrockConfig {
  return config.kind === 'bedrock-cloudwatch' || config.kind === 'bedrock-s3';
}

/** Whether a source is one of Foundry's. */
export function isFoundry(config: SourceConfig): config is FoundryConfig {
  return config.kind.startsWith('foundry-');
}

/** Whether a source is a bill that is kept line by line. */
export function isBill(config: SourceConfig): config is BillConfig {
  return config.kind === 'bedrock-cost' || config.kind === 'vertex-cost';
}

/** Whether a source reads records. */
export function readsLog(config: SourceConfig): config is LogSourceConfig {
  return LOG_KINDS.has(config.kind);
}

const LOG_KINDS: ReadonlySet<string> = new Set<LogSourceConfig['kind']>([
  'bedrock-cloudwatch',
  'bedrock-s3',
  'vertex-request-response',
  'vertex-inference-metadata',
  'vertex-audit',
  'foundry-requests',
  'foundry-gateway',
]);

/** The cloud that a source reads: its kind begins with it. */
export function cloudOf(config: SourceConfig): Cloud {
  if (isBedrock(config) || config.kind === 'bedrock-cost') return 'bedrock';
  return isFoundry(config) ? 'foundry' : 'vertex';
}

/** Account and region of a source in the words of usage events, as far as its configuration tells them. */
export function placeOf(config: SourceConfig): { readonly accountId: string; readonly region?: string } {
  if (isBedrock(config)) return { accountId: config.accountId, region: config.region };
  if (config.kind === 'foundry-cost') return { accountId: config.scope };
  if (config.kind === 'bedrock-cost') return { accountId: config.accountId };
  if (config.kind === 'foundry-gateway') {
    // With several accounts behind it, each call says by its host whose it is.
    const [account, ...others] = config.foundry;
    if (account === undefined || others.length > 0) return { accountId: config.resourceId };
    return { accountId: account.resourceId, region: account.region };
  }
  if ('resourceId' in config) {
    return { accountId: config.resourceId, ...('region' in config ? { region: config.region } : {}) };
  }
  // Only the table is of one location: entries of Cloud Logging say theirs themselves.
  return config.kind === 'vertex-request-response'
    ? { accountId: config.projectId, region: config.location }
    : { accountId: config.projectId };
}

type Common = Pick<
  BedrockEntry,
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
