import {
  BEDROCK_SETTINGS,
  logGroupSchema,
  logObjectsPrefix,
  type BedrockSettingName,
  type InvocationLogging,
  invocationLoggingSchema,
} from '../../usage/bedrock-settings.js';
import type { ObservedSetting, SettingReading } from '../../usage/observed-setting.js';
import { readOrDenied, unreadWords } from '../setting-reading.js';
import type { SettingsSource } from '../settings-source.js';
import type { AwsAccess } from './aws-access.js';
import { readLifecycle, readOldestObject, readVersioning } from './bucket.reader.js';
import { readLogDelivery } from './log-delivery.reader.js';
import { readLogGroup, readOldestEntry } from './log-group.reader.js';
import { readInvocationLogging } from './logging-settings.reader.js';
import { isDenied, isRegionOff } from './refusals.js';
import { partitionOf } from './regions.js';

/** A region of the account, and what of it is read. */
export interface SettingsPlace {
  readonly access: AwsAccess;
  /** Log groups that our own sources read, whatever the logging settings say. */
  readonly logGroups: readonly string[];
  /** `switch`: the rest only where calls are logged, for regions that are neither configured nor known to be used. */
  readonly depth: 'everything' | 'switch';
}

export interface BedrockSettingsOptions {
  /** For logs: what is read, such as `bedrock 111122223333 us-east-1`. */
  readonly id: string;
  readonly places: readonly SettingsPlace[];
  readonly now: () => number;
  /** Told what could not be reached, in words. */
  readonly onUnreachable: (words: string) => void;
}

/** How the account is set to keep Bedrock's invocation logs: the switch, log groups, buckets, deliveries. */
export class BedrockSettingsSource implements SettingsSource {
  readonly cloud = 'bedrock';
  readonly id: string;

  constructor(private readonly options: BedrockSettingsOptions) {
    this.id = options.id;
  }

  async read(signal: AbortSignal): Promise<ObservedSetting[]> {
    const read: ObservedSetting[] = [];
    for (const place of this.options.places) {
      signal.throwIfAborted();
      read.push(...(await this.readPlace(place, signal)));
    }
    return read;
  }

  private async readPlace(place: SettingsPlace, signal: AbortSignal): Promise<ObservedSetting[]> {
    const look = new Look(place, this.options.onUnreachable);
    const { access } = place;
    const logging = await look.at('invocationLogging', '', 'bedrock:GetModelInvocationLoggingConfiguration', '*', () =>
      readInvocationLogging(access, signal),
    );
    const config = parsed(logging);
    if (place.depth === 'switch' && config?.on !== true) return look.seen;
    await this.readLogGroups(look, place, config, signal);
    if (config?.bucket) await this.readBucket(look, access, config.bucket, signal);
    if (config?.on) {
      const now = this.options.now();
      await look.at('logDelivery', '', 'cloudwatch:GetMetricData', '*', () => readLogDelivery(access, now, signal));
    }
    return look.seen;
  }

  private async readLogGroups(
    look: Look,
    { access, logGroups }: SettingsPlace,
    config: InvocationLogging | null,
    signal: AbortSignal,
  ): Promise<void> {
    const names = new Set([...(config?.logGroup ? [config.logGroup] : []), ...logGroups]);
    for (const name of names) {
      const reading = await look.at('logGroup', name, 'logs:DescribeLogGroups', '*', () =>
        readLogGroup(access, name, signal),
      );
      const group = reading?.known === true ? logGroupSchema.parse(reading.value) : null;
      if (group?.exists === false) continue;
      const known = group ?? { exists: true, retentionDays: null, logGroupClass: 'STANDARD', createdAt: null };
      const arn = `arn:${partitionOf(access.region)}:logs:${access.region}:${access.accountId}:log-group:${name}:*`;
      await look.at('oldestRecord', name, 'logs:FilterLogEvents', arn, () =>
        readOldestEntry(access, name, known, this.options.now(), signal),
      );
    }
  }

  private async readBucket(
    look: Look,
    access: AwsAccess,
    { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
    signal: AbortSignal,
  ): Promise<void> {
    const arn = `arn:${partitionOf(access.region)}:s3:::${bucket}`;
    const objects = logObjectsPrefix(prefix, access.accountId, access.region);
    await look.at('bucketLifecycle', `s3://${bucket}`, 's3:GetLifecycleConfiguration', arn, () =>
      readLifecycle(access, bucket, signal),
    );
    await look.at('bucketVersioning', `s3://${bucket}`, 's3:GetBucketVersioning', arn, () =>
      readVersioning(access, bucket, signal),
    );
    await look.at('oldestRecord', `s3://${bucket}/${objects}`, 's3:ListBucket', arn, () =>
      readOldestObject(access, bucket, objects, signal),
    );
  }
}

/** One look at one region: what was seen so far. */
class Look {
  readonly seen: ObservedSetting[] = [];

  constructor(
    private readonly place: SettingsPlace,
    private readonly onUnreachable: (words: string) => void,
  ) {}

  /** Reads a setting and notes it. What cannot be reached is said and left out; so is what a region without Bedrock has. */
  async at(
    name: BedrockSettingName,
    resource: string,
    permission: string,
    on: string,
    read: () => Promise<unknown>,
  ): Promise<SettingReading | null> {
    const { accountId, region } = this.place.access;
    try {
      const reading = await readOrDenied(permission, on, read, isDenied);
      if (reading.known && reading.value === undefined) return null;
      this.seen.push({
        scope: { cloud: 'bedrock', accountId, region, resource },
        name: BEDROCK_SETTINGS[name],
        reading,
      });
      return reading;
    } catch (error) {
      const isExpected = this.place.depth === 'switch' && (isRegionOff(error) || isNoSuchHost(error));
      const what = resource === '' ? name : `${name} of ${resource}`;
      if (!isExpected) this.onUnreachable(unreadWords(`${what} in ${region}, account ${accountId},`, error));
      return null;
    }
  }
}

function isNoSuchHost(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ENOTFOUND';
}

function parsed(reading: SettingReading | null): InvocationLogging | null {
  return reading?.known === true ? invocationLoggingSchema.parse(reading.value) : null;
}
