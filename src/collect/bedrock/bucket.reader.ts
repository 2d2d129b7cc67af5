import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  type LifecycleRule as S3Rule,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketLifecycle, LifecycleRule } from '../../usage/bedrock-settings.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';

/**
 * The lifecycle rules of a bucket. Without any, S3 answers 404 NoSuchLifecycleConfiguration: everything is kept for ever.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
 */
export async function readLifecycle(access: AwsAccess, bucket: string, signal: AbortSignal): Promise<BucketLifecycle> {
  return withClient(access, async (client) => {
    const command = new GetBucketLifecycleConfigurationCommand(owned(access, bucket));
    try {
      const { Rules: rules } = await client.send(command, { abortSignal: signal });
      return { exists: true, rules: (rules ?? []).map(ruleOf) };
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'NoSuchLifecycleConfiguration') return { exists: true, rules: [] };
      if (name === 'NoSuchBucket') return { exists: false, rules: [] };
      throw error;
    }
  });
}

/** Whether a bucket keeps versions. A bucket that never had them answers without a status. */
export async function readVersioning(
  access: AwsAccess,
  bucket: string,
  signal: AbortSignal,
): Promise<{ status: 'Enabled' | 'Suspended' | 'Off' }> {
  return withClient(access, async (client) => {
    const { Status: status } = await client.send(new GetBucketVersioningCommand(owned(access, bucket)), {
      abortSignal: signal,
    });
    return { status: status ?? 'Off' };
  });
}

/** The UTC day of the oldest object below a prefix: its folders are dates, and keys are listed in order. */
export async function readOldestObject(
  access: AwsAccess,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<{ day: string | null }> {
  return withClient(access, async (client) => {
    const command = new ListObjectsV2Command({ ...owned(access, bucket), Prefix: prefix, MaxKeys: 1 });
    const { Contents: objects } = await client.send(command, { abortSignal: signal });
    const [, year, month, day] = /^(\d{4})\/(\d\d)\/(\d\d)\//.exec(objects?.[0]?.Key?.slice(prefix.length) ?? '') ?? [];
    return { day: day === undefined ? null : `${year}-${month}-${day}` };
  });
}

function ruleOf(rule: S3Rule): LifecycleRule {
  const { Filter: filter, Expiration: expiration } = rule;
  const and = filter?.And;
  const sizes = [filter?.ObjectSizeGreaterThan, filter?.ObjectSizeLessThan, and?.ObjectSizeGreaterThan];
  return {
    id: rule.ID ?? 'without a name',
    enabled: rule.Status === 'Enabled',
    // Older rules carry their prefix beside the filter instead of in it.
    prefix: and?.Prefix ?? filter?.Prefix ?? legacyPrefixOf(rule) ?? '',
    needsTags: filter?.Tag !== undefined || (and?.Tags?.length ?? 0) > 0,
    bySize: [...sizes, and?.ObjectSizeLessThan].some((size) => size !== undefined),
    expiresAfterDays: expiration?.Days ?? null,
    expiresOn: expiration?.Date?.toISOString() ?? null,
    noncurrentExpiresAfterDays: rule.NoncurrentVersionExpiration?.NoncurrentDays ?? null,
    transitions: (rule.Transitions ?? []).map((transition) => ({
      afterDays: transition.Days ?? null,
      on: transition.Date?.toISOString() ?? null,
      storageClass: transition.StorageClass ?? 'unknown',
    })),
  };
}

function legacyPrefixOf(rule: object): string | undefined {
  const prefix: unknown = Reflect.get(rule, 'Prefix');
  return typeof prefix === 'string' ? prefix : undefined;
}

/** Bedrock delivers to buckets of the same account only; another owner's bucket of that name is refused. */
function owned({ accountId }: AwsAccess, bucket: string) {
  return { Bucket: bucket, ExpectedBucketOwner: accountId };
}

async function withClient<T>(access: AwsAccess, work: (client: S3Client) => Promise<T>): Promise<T> {
  // An address of one's own rarely answers for names of buckets in front of it.
  const client = new S3Client({ ...awsClientSettings(access, 's3'), forcePathStyle: access.endpoint !== undefined });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
