import { z } from 'zod';
import { awsAccountId, awsCredentials, awsEndpoint, awsRegion } from './aws-fields.js';
import { type BedrockCostConfig, bedrockCostSchema } from './bill-schema.js';
import { type FoundryConfig, foundrySchemas } from './foundry-schema.js';
import { nearest } from './nearest.js';
import { contentFields, sourceFields } from './source-fields.js';
import { type VertexConfig, vertexSchemas } from './vertex-schema.js';

/** Bedrock's logs lie in one account and region each; a block may name several, or have the regions asked for. */
const bedrockFields = (secret: z.ZodType<string>) => ({
  ...sourceFields,
  ...contentFields,
  accountId: awsAccountId.optional(),
  region: awsRegion.optional(),
  accounts: z
    .array(z.strictObject({ accountId: awsAccountId, credentials: awsCredentials(secret).optional() }))
    .min(1)
    .optional(),
  regions: z
    .union([z.literal('discover'), z.array(awsRegion).min(1)], {
      error: ({ input }) => `"${String(input)}" is neither a list of regions nor "discover"`,
    })
    .optional(),
  credentials: awsCredentials(secret).optional(),
  endpoint: awsEndpoint.optional(),
  /** Whether bodies that Bedrock moved to S3 for their size are fetched for what only they tell. */
  bodies: z.enum(['read', 'skip']).default('read'),
  /** Whether CloudWatch's metrics of Bedrock are read beside the log, to compare the two. */
  metrics: z.boolean().default(true),
});

/** Model invocation logs in CloudWatch log groups. */
const bedrockCloudWatchSchema = (secret: z.ZodType<string>) =>
  z
    .strictObject({
      ...bedrockFields(secret),
      kind: z.literal('bedrock-cloudwatch'),
      logGroup: z
        .string()
        .regex(/^[\w./#-]{1,512}$/, {
          error: ({ input }) => `"${String(input)}" is not a log group: letters, digits and _ - / . # only`,
        })
        .optional(),
      /** Below the quota of FilterLogEvents when others read the same account; the quota of the region by default. */
      requestsPerSecond: z.number().positive().max(1000).optional(),
    })
    .superRefine((source, context) => checkPlaces(source, 'logGroup', context), { when: () => true });

/** Model invocation logs in S3 buckets. */
const bedrockS3Schema = (secret: z.ZodType<string>) =>
  z
    .strictObject({
      ...bedrockFields(secret),
      kind: z.literal('bedrock-s3'),
      bucket: z
        .string()
        .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
          error: ({ input }) => `"${String(input)}" is not the name of a bucket (neither a path nor an address)`,
        })
        .optional(),
      /** What stands before `AWSLogs/` in the bucket. */
      keyPrefix: z.string().max(512).optional(),
    })
    .superRefine((source, context) => checkPlaces(source, 'bucket', context), { when: () => true });

/** A block names its accounts and its regions in one way each, and where their log lies unless that is discovered. */
function checkPlaces(
  source: Readonly<Record<string, unknown>>,
  destination: 'logGroup' | 'bucket',
  context: z.core.$RefinementCtx,
): void {
  const complain = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  for (const [one, several] of [
    ['accountId', 'accounts'],
    ['region', 'regions'],
  ] as const) {
    const hasOne = source[one] !== undefined;
    const hasSeveral = source[several] !== undefined;
    if (hasOne && hasSeveral) complain(several, `give either ${one} or ${several}, not both`);
    if (!hasOne && !hasSeveral) complain(one, `is required (or ${several}, for more than one)`);
  }
  if (source[destination] === undefined && source['regions'] !== 'discover') {
    complain(destination, 'is required (it may be left out with regions: discover)');
  }
}

/** An entry of `sources` as it stands in the file. `secret` takes only texts that came from the environment. */
export const sourceSchema = (secret: z.ZodType<string>) => {
  const kinds = [
    bedrockCloudWatchSchema(secret),
    bedrockS3Schema(secret),
    bedrockCostSchema(secret),
    ...vertexSchemas,
    ...foundrySchemas(secret),
  ] as const;
  return z.discriminatedUnion('kind', kinds, {
    error: ({ code, input }) =>
      code === 'invalid_union'
        ? kindWords(
            input,
            kinds.map((kind) => kind.shape.kind.value),
          )
        : undefined,
  });
};

export type SourceEntry = BedrockEntry | BedrockCostConfig | VertexConfig | FoundryConfig;

/** An entry of Bedrock's: one source, or one for each of its accounts and regions. */
export type BedrockEntry = Exclude<
  z.infer<ReturnType<typeof sourceSchema>>,
  BedrockCostConfig | VertexConfig | FoundryConfig
>;

function kindWords(input: unknown, kinds: readonly string[]): string {
  const kind = typeof input === 'object' && input !== null ? String(Reflect.get(input, 'kind')) : '';
  const meant = nearest(kind, kinds);
  return `"${kind}" is not a kind of source${meant ? `; did you mean "${meant}"?` : `: ${kinds.join(', ')}`}`;
}
