import { z } from 'zod';

/** The settings of Amazon Bedrock's invocation logging that are observed, by name, and what each reads as. */
export const BEDROCK_SETTINGS = {
  invocationLogging: 'invocationLogging',
  logGroup: 'logGroup',
  bucketLifecycle: 'bucketLifecycle',
  bucketVersioning: 'bucketVersioning',
  oldestRecord: 'oldestRecord',
  logDelivery: 'logDelivery',
} as const;
export type BedrockSettingName = keyof typeof BEDROCK_SETTINGS;

const bucketPlace = z.object({ bucket: z.string(), prefix: z.string() });

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_LoggingConfig.html */
export const invocationLoggingSchema = z.object({
  on: z.boolean(),
  logGroup: z.string().nullable(),
  roleArn: z.string().nullable(),
  bucket: bucketPlace.nullable(),
  /** Where bodies over 100 KB go when the records go to CloudWatch Logs. */
  largeData: bucketPlace.nullable(),
  /** Whether prompts and answers are in the records; counters and callers are there either way. */
  textDelivered: z.boolean(),
});
export type InvocationLogging = z.output<typeof invocationLoggingSchema>;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html */
export const logGroupSchema = z.object({
  exists: z.boolean(),
  /** Null: records never expire. */
  retentionDays: z.int().min(1).nullable(),
  logGroupClass: z.string(),
  createdAt: z.iso.datetime().nullable(),
});
export type LogGroupSetting = z.output<typeof logGroupSchema>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html */
export const lifecycleRuleSchema = z.object({
  id: z.string(),
  enabled: z.boolean(),
  /** Keys that the rule is for; empty is every key. */
  prefix: z.string(),
  /** True when the rule asks for tags, which objects that Bedrock writes do not carry. */
  needsTags: z.boolean(),
  /** True when the rule is only for objects above or below a size. */
  bySize: z.boolean(),
  expiresAfterDays: z.int().nullable(),
  expiresOn: z.iso.datetime().nullable(),
  noncurrentExpiresAfterDays: z.int().nullable(),
  transitions: z.array(
    z.object({ afterDays: z.int().nullable(), on: z.iso.datetime().nullable(), storageClass: z.string() }),
  ),
});
export type LifecycleRule = z.output<typeof lifecycleRuleSchema>;
export const bucketLifecycleSchema = z.object({ exists: z.boolean(), rules: z.array(lifecycleRuleSchema) });
export type BucketLifecycle = z.output<typeof bucketLifecycleSchema>;

/** `Suspended` still keeps the versions that there are. */
export const bucketVersioningSchema = z.object({ status: z.enum(['Enabled', 'Suspended', 'Off']) });

const delivery = z.object({ failed: z.int().min(0), succeeded: z.boolean() });

/** Deliveries of the last 24 hours. https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-runtime-metrics.html */
export const logDeliverySchema = z.object({ cloudWatch: delivery, s3: delivery, largeData: delivery });
export type LogDelivery = z.output<typeof logDeliverySchema>;

/** Where Bedrock puts the records of an account and region in a bucket: `prefix` is the one of the logging settings. */
export function logObjectsPrefix(prefix: string, accountId: string, region: string): string {
  const own = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${own}AWSLogs/${accountId}/BedrockModelInvocationLogs/${region}/`;
}
