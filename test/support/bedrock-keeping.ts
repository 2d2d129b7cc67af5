import type { InvocationLogging, LifecycleRule } from '../../src/usage/bedrock-settings.js';
import type { SettingReading, SettingSpell } from '../../src/usage/observed-setting.js';
import type { Window } from '../../src/usage/window.js';
import { bedrockLogKeeping } from '../../src/watch/bedrock/bedrock-log-keeping.js';
import type { LogKeeping } from '../../src/watch/log-keeping.js';
import { retentionVerdict, type RetentionVerdict } from '../../src/watch/retention-verdict.js';
import { NOW, day, denied, recordDay, spellOf, value } from './log-keeping.js';

export const GROUP = '/bedrock/invocations';
export const BUCKET = 's3://logs';
export const PREFIX = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';

const PLACE = { accountId: '111122223333', region: 'us-east-1' };

/** One spell of a setting of the place, seen from so many days ago until so many days ago (0 is now). */
export const spell = (name: string, resource: string, reading: SettingReading, from = 0, to = 0): SettingSpell =>
  spellOf({ cloud: 'bedrock', ...PLACE, resource }, name, reading, from, to);
export const refused = (name: string, resource: string, permission: string): SettingSpell =>
  spell(name, resource, denied(permission, '*'));

export const ON: InvocationLogging = {
  on: true,
  logGroup: GROUP,
  roleArn: 'arn:aws:iam::111122223333:role/bedrock-logs',
  bucket: null,
  largeData: { bucket: 'large', prefix: '' },
  textDelivered: true,
};
export const OFF: InvocationLogging = {
  ...ON,
  on: false,
  logGroup: null,
  roleArn: null,
  largeData: null,
  textDelivered: false,
};
export const TO_S3: InvocationLogging = {
  ...ON,
  logGroup: null,
  bucket: { bucket: 'logs', prefix: '' },
  largeData: null,
};
export const TO_BOTH: InvocationLogging = { ...ON, bucket: { bucket: 'logs', prefix: '' } };

export const logging = (config: InvocationLogging, from = 0, to = 0) =>
  spell('invocationLogging', '', value(config), from, to);
export const group = (
  retentionDays: number | null,
  { from = 0, to = 0, createdAgo = 400, logGroupClass = 'STANDARD' } = {},
) =>
  spell(
    'logGroup',
    GROUP,
    value({ exists: true, retentionDays, logGroupClass, createdAt: new Date(day(createdAgo)).toISOString() }),
    from,
    to,
  );
export const noGroup = spell(
  'logGroup',
  GROUP,
  value({ exists: false, retentionDays: null, logGroupClass: 'STANDARD', createdAt: null }),
);
export const oldest = (ago: number | null, resource = GROUP) => spell('oldestRecord', resource, recordDay(ago));
export const oldestObject = (ago: number) => oldest(ago, `${BUCKET}/${PREFIX}`);
export const delivered = (failed = { cloudWatch: 0, s3: 0, largeData: 0 }, succeeded = true) =>
  spell(
    'logDelivery',
    '',
    value({
      cloudWatch: { failed: failed.cloudWatch, succeeded },
      s3: { failed: failed.s3, succeeded },
      largeData: { failed: failed.largeData, succeeded },
    }),
  );
export const rule = (fields: Partial<LifecycleRule>): LifecycleRule => ({
  id: 'tidy',
  enabled: true,
  prefix: '',
  needsTags: false,
  bySize: false,
  expiresAfterDays: null,
  expiresOn: null,
  noncurrentExpiresAfterDays: null,
  transitions: [],
  ...fields,
});
export const lifecycle = (...rules: LifecycleRule[]) =>
  spell('bucketLifecycle', BUCKET, value({ exists: true, rules }));
export const versioning = (status: 'Enabled' | 'Suspended' | 'Off') =>
  spell('bucketVersioning', BUCKET, value({ status }));
export const bucket = (...rules: LifecycleRule[]) => [
  logging(TO_S3),
  lifecycle(...rules),
  versioning('Off'),
  oldestObject(90),
  delivered(),
];
export const archive = (afterDays: number, storageClass: string) =>
  rule({ transitions: [{ afterDays, on: null, storageClass }] });

/** What else is true of the place where a setting is judged. */
export interface Circumstances {
  readonly requiredDays?: number;
  readonly collected?: readonly Window[] | null;
  /** Days ago of the earliest call that was read from the log group within the needed time. */
  readonly firstCallAgo?: number | null;
}

/** What such settings say about the invocation log of the place. */
export function keepingOf(
  settings: readonly SettingSpell[],
  { requiredDays = 30, firstCallAgo }: Circumstances = {},
): LogKeeping {
  const reads =
    firstCallAgo === undefined
      ? []
      : [{ resource: GROUP, firstCallAt: firstCallAgo === null ? null : day(firstCallAgo), lastCallAt: null }];
  return bedrockLogKeeping({ ...PLACE, settings, reads, metered: null, requiredDays, now: NOW });
}

/** The verdict on such settings. */
export function verdict(settings: readonly SettingSpell[], circumstances: Circumstances = {}): RetentionVerdict {
  const { requiredDays = 30, collected = [{ from: day(requiredDays + 1), to: NOW }] } = circumstances;
  return retentionVerdict({ keeping: keepingOf(settings, circumstances), requiredDays, collected, now: NOW });
}

/** A row of a table of verdicts: the codes are those of the reasons that decide. */
export type Row = [
  what: string,
  settings: SettingSpell[],
  state: RetentionVerdict['state'],
  codes: string[],
  given?: Circumstances,
];
