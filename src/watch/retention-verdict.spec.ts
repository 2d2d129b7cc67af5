import { describe, expect, it } from 'vitest';
import type { InvocationLogging, LifecycleRule } from '../usage/bedrock-settings.js';
import type { SettingReading, SettingSpell } from '../usage/observed-setting.js';
import { DAY_MS, HOUR_MS, type Window } from '../usage/window.js';
import { bedrockLogKeeping } from './bedrock/bedrock-log-keeping.js';
import { retentionVerdict, type RetentionVerdict } from './retention-verdict.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const day = (ago: number) => NOW - ago * DAY_MS;
const dayName = (ago: number) => new Date(day(ago)).toISOString().slice(0, 10);
const GROUP = '/bedrock/invocations';
const BUCKET = 's3://logs';
const PREFIX = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';

const value = (value: unknown): SettingReading => ({ known: true, value });
const denied = (permission: string): SettingReading => ({ known: false, permission, on: '*' });

/** One spell of a setting, seen from so many days ago until so many days ago (0 is now). */
function spell(name: string, resource: string, reading: SettingReading, from = 0, to = 0): SettingSpell {
  const scope = { cloud: 'bedrock', accountId: '111122223333', region: 'us-east-1', resource } as const;
  return { scope, name, reading, firstSeenAt: day(from), lastSeenAt: day(to) };
}

const ON: InvocationLogging = {
  on: true,
  logGroup: GROUP,
  roleArn: 'arn:aws:iam::111122223333:role/bedrock-logs',
  bucket: null,
  largeData: { bucket: 'large', prefix: '' },
  textDelivered: true,
};
const OFF: InvocationLogging = {
  ...ON,
  on: false,
  logGroup: null,
  roleArn: null,
  largeData: null,
  textDelivered: false,
};
const TO_S3: InvocationLogging = { ...ON, logGroup: null, bucket: { bucket: 'logs', prefix: '' }, largeData: null };
const TO_BOTH: InvocationLogging = { ...ON, bucket: { bucket: 'logs', prefix: '' } };

const logging = (config: InvocationLogging, from = 0, to = 0) =>
  spell('invocationLogging', '', value(config), from, to);
const group = (retentionDays: number | null, { from = 0, to = 0, createdAgo = 400, logGroupClass = 'STANDARD' } = {}) =>
  spell(
    'logGroup',
    GROUP,
    value({ exists: true, retentionDays, logGroupClass, createdAt: new Date(day(createdAgo)).toISOString() }),
    from,
    to,
  );
const noGroup = spell(
  'logGroup',
  GROUP,
  value({ exists: false, retentionDays: null, logGroupClass: 'STANDARD', createdAt: null }),
);
const oldest = (ago: number | null, resource = GROUP) =>
  spell('oldestRecord', resource, value({ day: ago === null ? null : dayName(ago) }));
const oldestObject = (ago: number) => oldest(ago, `${BUCKET}/${PREFIX}`);
const delivered = (failed = { cloudWatch: 0, s3: 0, largeData: 0 }, succeeded = true) =>
  spell(
    'logDelivery',
    '',
    value({
      cloudWatch: { failed: failed.cloudWatch, succeeded },
      s3: { failed: failed.s3, succeeded },
      largeData: { failed: failed.largeData, succeeded },
    }),
  );
const rule = (fields: Partial<LifecycleRule>): LifecycleRule => ({
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
const lifecycle = (...rules: LifecycleRule[]) => spell('bucketLifecycle', BUCKET, value({ exists: true, rules }));
const versioning = (status: 'Enabled' | 'Suspended' | 'Off') => spell('bucketVersioning', BUCKET, value({ status }));
const bucket = (...rules: LifecycleRule[]) => [
  logging(TO_S3),
  lifecycle(...rules),
  versioning('Off'),
  oldestObject(90),
  delivered(),
];
const archive = (afterDays: number, storageClass: string) =>
  rule({ transitions: [{ afterDays, on: null, storageClass }] });

interface Circumstances {
  readonly requiredDays?: number;
  readonly collected?: readonly Window[] | null;
  /** Days ago of the earliest call that was read from the log group within the needed time. */
  readonly firstCallAgo?: number | null;
}

function verdict(
  settings: readonly SettingSpell[],
  { requiredDays = 30, collected, firstCallAgo }: Circumstances = {},
) {
  const reads =
    firstCallAgo === undefined
      ? []
      : [{ resource: GROUP, firstCallAt: firstCallAgo === null ? null : day(firstCallAgo), lastCallAt: null }];
  const keeping = bedrockLogKeeping({
    accountId: '111122223333',
    region: 'us-east-1',
    settings,
    reads,
    metered: null,
    requiredDays,
    now: NOW,
  });
  const whole = [{ from: day(requiredDays + 1), to: NOW }];
  return retentionVerdict({ keeping, requiredDays, collected: collected === undefined ? whole : collected, now: NOW });
}

const codesOf = ({ reasons }: RetentionVerdict) =>
  reasons.filter(({ weight }) => weight !== 'notes').map(({ code }) => code);

type Row = [
  what: string,
  settings: SettingSpell[],
  state: RetentionVerdict['state'],
  codes: string[],
  given?: Circumstances,
];

const TABLE: Row[] = [
  // CloudWatch Logs, retention.
  ['kept for ever, and old records are there', [logging(ON), group(null), oldest(200), delivered()], 'kept', []],
  ['90 days, and records of 90 days are there', [logging(ON), group(90), oldest(90), delivered()], 'kept', []],
  ['exactly 30 days', [logging(ON), group(30), oldest(30), delivered()], 'kept', []],
  ['30 days after a quiet weekend', [logging(ON), group(30), oldest(28), delivered()], 'kept', []],
  ['30 days after a quiet week', [logging(ON), group(30), oldest(22), delivered()], 'at risk', ['notWholeYet']],
  ['14 days', [logging(ON), group(14), oldest(14), delivered()], 'not kept', ['keptTooShort', 'notWholeYet']],
  ['1 day', [logging(ON), group(1), oldest(1), delivered()], 'not kept', ['keptTooShort', 'notWholeYet']],
  [
    '60 days where 90 are asked for',
    [logging(ON), group(60), oldest(60), delivered()],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
    { requiredDays: 90 },
  ],
  [
    'for ever, in a class that keeps a day',
    [logging(ON), group(null, { logGroupClass: 'DELIVERY' }), oldest(1), delivered()],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  [
    'for ever, in the class of infrequent access',
    [logging(ON), group(null, { logGroupClass: 'INFREQUENT_ACCESS' }), oldest(60), delivered()],
    'kept',
    [],
  ],
  [
    'to a log group that is not there',
    [logging(ON), noGroup, delivered()],
    'not kept',
    ['storeMissing', 'notWholeYet'],
  ],

  // The switch.
  ['off, as far as was ever seen', [logging(OFF)], 'not kept', ['loggingOff']],
  [
    'off since yesterday, the group keeps 90 days',
    [logging(ON, 60, 1), logging(OFF, 1), group(90, { from: 60 }), oldest(90), delivered()],
    'not kept',
    ['loggingOff'],
  ],
  ['on without any destination', [logging({ ...ON, logGroup: null }), delivered()], 'not kept', ['loggingOff']],
  [
    'off between two days of the last month',
    [logging(ON, 60, 12), logging(OFF, 12, 9), logging(ON, 9), group(90, { from: 60 }), oldest(90), delivered()],
    'at risk',
    ['loggingWasOff', 'missing'],
  ],
  [
    'off between two days before the last month',
    [logging(ON, 90, 50), logging(OFF, 50, 40), logging(ON, 40), group(null, { from: 90 }), oldest(120), delivered()],
    'kept',
    [],
  ],
  [
    'switched on five days ago',
    [logging(OFF, 20, 5), logging(ON, 5), group(90, { from: 5, createdAgo: 5 }), oldest(5), delivered()],
    'at risk',
    ['loggingWasOff', 'notWholeYet'],
  ],

  // What is really there.
  [
    'seen for the first time today, but its records go back 60 days',
    [logging(ON), group(90), oldest(60), delivered()],
    'kept',
    [],
  ],
  [
    'seen for the first time today, and its group was made five days ago',
    [logging(ON), group(null, { createdAgo: 5 }), oldest(5), delivered()],
    'at risk',
    ['notWholeYet'],
  ],
  [
    'seen for the first time today, without any record',
    [logging(ON), group(90), oldest(null), delivered()],
    'at risk',
    ['notWholeYet'],
  ],
  [
    'seen on for 45 days, without any record',
    [logging(ON, 45), group(90, { from: 45 }), oldest(null), delivered()],
    'kept',
    [],
  ],
  [
    'proven by what we read there 29.9 days ago',
    [logging(ON, 10), group(90, { from: 10 }), oldest(null), delivered()],
    'at risk',
    ['notWholeYet'],
    { firstCallAgo: 29.9 },
  ],
  [
    'the oldest record is younger than what we have read there',
    [logging(ON, 45), group(null, { from: 45 }), oldest(10), delivered()],
    'at risk',
    ['notWholeYet'],
    { firstCallAgo: 29 },
  ],
  [
    '14 days until two days ago, 90 since then',
    [logging(ON, 60), group(14, { from: 60, to: 2 }), group(90, { from: 2 }), oldest(16), delivered()],
    'at risk',
    ['notWholeYet'],
  ],
  [
    '14 days until 40 days ago, 90 since then',
    [logging(ON, 90), group(14, { from: 90, to: 40 }), group(90, { from: 40 }), oldest(54), delivered()],
    'kept',
    [],
  ],
  [
    'from CloudWatch Logs to S3 ten days ago, both keep 90 days',
    [
      logging(ON, 60, 10),
      logging(TO_S3, 10),
      group(90, { from: 60 }),
      oldest(90),
      lifecycle(),
      versioning('Off'),
      oldestObject(10),
      delivered(),
    ],
    'kept',
    [],
  ],

  // Deliveries.
  [
    'three deliveries failed',
    [logging(ON), group(90), oldest(90), delivered({ cloudWatch: 3, s3: 0, largeData: 0 })],
    'at risk',
    ['deliveryFails'],
  ],
  [
    'every delivery failed',
    [logging(ON), group(90), oldest(90), delivered({ cloudWatch: 9, s3: 0, largeData: 0 }, false)],
    'not kept',
    ['deliveryFails'],
  ],
  [
    'large bodies failed, records did not',
    [logging(ON), group(90), oldest(90), delivered({ cloudWatch: 0, s3: 0, largeData: 4 })],
    'kept',
    [],
  ],
  [
    'deliveries to the log group failed, those to the bucket did not',
    [
      logging(TO_BOTH),
      group(90),
      oldest(90),
      lifecycle(),
      versioning('Off'),
      oldestObject(90),
      delivered({ cloudWatch: 3, s3: 0, largeData: 0 }),
    ],
    'kept',
    [],
  ],

  // S3.
  ['a bucket without lifecycle rules', bucket(), 'kept', []],
  [
    'a bucket whose rule deletes after 20 days',
    bucket(rule({ expiresAfterDays: 20 })),
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  ['a bucket whose rule deletes after 30 days', bucket(rule({ expiresAfterDays: 30 })), 'kept', []],
  [
    'two rules: the shorter counts',
    bucket(rule({ expiresAfterDays: 365 }), rule({ id: 'short', prefix: 'AWSLogs/', expiresAfterDays: 7 })),
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  ['a short rule for another prefix', bucket(rule({ prefix: 'exports/', expiresAfterDays: 1 })), 'kept', []],
  ['a short rule that is disabled', bucket(rule({ enabled: false, expiresAfterDays: 1 })), 'kept', []],
  ['a short rule for tagged objects', bucket(rule({ needsTags: true, expiresAfterDays: 1 })), 'kept', []],
  [
    'a short rule for large objects',
    bucket(rule({ bySize: true, expiresAfterDays: 5 })),
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  [
    'a short rule for a folder of the log',
    bucket(rule({ prefix: `${PREFIX}2026/`, expiresAfterDays: 5 })),
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  [
    'deleted by a date that has passed',
    bucket(rule({ expiresOn: '2026-11-01T00:00:00.000Z' })),
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  [
    'deleted by a date ten days ahead',
    bucket(rule({ expiresOn: '2026-12-01T00:00:00.000Z' })),
    'at risk',
    ['endsOnDate'],
  ],
  [
    'archived to Glacier after a week, kept for a year',
    bucket(archive(7, 'GLACIER'), rule({ id: 'end', expiresAfterDays: 365 })),
    'at risk',
    ['readableTooShort'],
  ],
  ['archived to Glacier after 60 days', bucket(archive(60, 'DEEP_ARCHIVE')), 'kept', []],
  ['moved to the archive that is read at once', bucket(archive(1, 'GLACIER_IR')), 'kept', []],
  [
    'hidden after 10 days, versions kept',
    [logging(TO_S3), lifecycle(rule({ expiresAfterDays: 10 })), versioning('Enabled'), oldestObject(60), delivered()],
    'at risk',
    ['readableTooShort'],
  ],
  [
    'hidden after 10 days, versions deleted 10 days later',
    [
      logging(TO_S3),
      lifecycle(rule({ expiresAfterDays: 10, noncurrentExpiresAfterDays: 10 })),
      versioning('Enabled'),
      oldestObject(60),
      delivered(),
    ],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
  ],
  [
    'the log group keeps 7 days, the bucket keeps for ever',
    [logging(TO_BOTH), group(7), oldest(7), lifecycle(), versioning('Off'), oldestObject(90), delivered()],
    'kept',
    [],
  ],

  // What may not be read is unknown, never kept.
  ['nothing was ever read', [], 'unknown', ['loggingUnknown']],
  [
    'the switch may not be read, though records arrive',
    [
      spell('invocationLogging', '', denied('bedrock:GetModelInvocationLoggingConfiguration')),
      group(90),
      oldest(90),
      delivered(),
    ],
    'unknown',
    ['loggingUnknown'],
    { firstCallAgo: 29.9 },
  ],
  [
    'the log group may not be described',
    [logging(ON), spell('logGroup', GROUP, denied('logs:DescribeLogGroups')), oldest(90), delivered()],
    'unknown',
    ['keepingUnknown'],
  ],
  [
    'the lifecycle may not be read',
    [
      logging(TO_S3),
      spell('bucketLifecycle', BUCKET, denied('s3:GetLifecycleConfiguration')),
      versioning('Off'),
      oldestObject(90),
      delivered(),
    ],
    'unknown',
    ['keepingUnknown'],
  ],
  [
    'the lifecycle may not be read, but the log group keeps 90 days',
    [
      logging(TO_BOTH),
      group(90),
      oldest(90),
      spell('bucketLifecycle', BUCKET, denied('s3:GetLifecycleConfiguration')),
      delivered(),
    ],
    'kept',
    [],
  ],
  [
    'the lifecycle may not be read, and the log group keeps 7 days',
    [
      logging(TO_BOTH),
      group(7),
      oldest(7),
      spell('bucketLifecycle', BUCKET, denied('s3:GetLifecycleConfiguration')),
      oldestObject(90),
      delivered(),
    ],
    'unknown',
    ['keptTooShort', 'keepingUnknown'],
  ],
  [
    'versions may not be read where an expiration hangs on them',
    [
      logging(TO_S3),
      lifecycle(rule({ expiresAfterDays: 10 })),
      spell('bucketVersioning', BUCKET, denied('s3:GetBucketVersioning')),
      oldestObject(90),
      delivered(),
    ],
    'unknown',
    ['keepingUnknown', 'notWholeYet'],
  ],
  [
    'versions may not be read where nothing hangs on them',
    [
      logging(TO_S3),
      lifecycle(),
      spell('bucketVersioning', BUCKET, denied('s3:GetBucketVersioning')),
      oldestObject(90),
      delivered(),
    ],
    'kept',
    [],
  ],
  [
    'deliveries may not be counted',
    [logging(ON), group(90), oldest(90), spell('logDelivery', '', denied('cloudwatch:GetMetricData'))],
    'unknown',
    ['deliveryUnknown'],
  ],
  [
    'the oldest record may not be looked for',
    [logging(ON), group(90), spell('oldestRecord', GROUP, denied('logs:FilterLogEvents')), delivered()],
    'unknown',
    ['notWholeYet'],
  ],
  [
    'the settings were last read two days ago',
    [logging(ON, 60, 2), group(90, { from: 60, to: 2 }), oldest(90), delivered()],
    'unknown',
    ['loggingUnknown'],
  ],
  [
    'off for certain, whatever else may not be read',
    [logging(OFF), spell('logGroup', GROUP, denied('logs:DescribeLogGroups'))],
    'not kept',
    ['loggingOff'],
  ],
];

describe('the verdict on the last 30 days', () => {
  it.each(TABLE)('%s', (_, settings, state, codes, given) => {
    const judged = verdict(settings, given);
    expect({ state: judged.state, codes: codesOf(judged) }).toEqual({ state, codes });
    expect(judged.words).not.toBe('');
  });

  it('has a row for every state, and more than 25', () => {
    expect(new Set(TABLE.map(([, , state]) => state)).size).toBe(4);
    expect(TABLE.length).toBeGreaterThan(25);
  });

  it('is about the cloud, whatever we hold ourselves', () => {
    const settings = [logging(ON), group(7), oldest(7), delivered()];
    const whole = verdict(settings, { firstCallAgo: 29 });
    expect([whole.state, whole.own.state]).toEqual(['not kept', 'complete']);
    const kept = verdict([logging(ON), group(90), oldest(90), delivered()], { collected: null });
    expect([kept.state, kept.own.state]).toEqual(['kept', 'none']);
  });

  it('says when the oldest needed record vanishes', () => {
    // The oldest needed record is 30 days old and is kept for 90: it goes in 60 days.
    expect(verdict([logging(ON), group(90), oldest(90), delivered()]).oldestVanishesAt).toBe(NOW + 60 * DAY_MS);
    // The group keeps 7 days, and its oldest record is 7 days old: it goes now.
    expect(verdict([logging(ON), group(7), oldest(7), delivered()]).oldestVanishesAt).toBe(NOW);
    expect(verdict([logging(ON), group(null), oldest(90), delivered()]).oldestVanishesAt).toBeNull();
    // Logging is off, yet what was written before stays for a while.
    const off = verdict([logging(ON, 60, 1), logging(OFF, 1), group(30, { from: 60 }), oldest(30), delivered()]);
    expect(off.oldestVanishesAt).toBe(NOW);
  });

  it('says from when on the last 30 days are whole again', () => {
    const on = verdict([
      logging(OFF, 20, 5),
      logging(ON, 5),
      group(90, { from: 5, createdAgo: 5 }),
      oldest(5),
      delivered(),
    ]);
    expect(on.heldDays).toBe(5);
    expect(on.wholeFrom).toBe(day(5) + 30 * DAY_MS);
    expect(on.words).toContain('whole from 2026-12-16 on');
  });

  it('gives a command for what is wrong, and the statement for what may not be read', () => {
    const short = verdict([logging(ON), group(14), oldest(14), delivered()]);
    expect(short.reasons[0]?.action?.command).toBe(
      'aws logs put-retention-policy --region us-east-1 --log-group-name /bedrock/invocations --retention-in-days 30',
    );
    const off = verdict([logging(ON, 60, 1), logging(OFF, 1)]);
    expect(off.reasons[0]?.action?.command).toContain(
      `aws bedrock put-model-invocation-logging-configuration --region us-east-1 --logging-config '{"cloudWatchConfig":{"logGroupName":"/bedrock/invocations"`,
    );
    const hidden = verdict(bucket(rule({ expiresAfterDays: 20 })));
    expect(hidden.reasons[0]?.action?.command).toContain('aws s3api put-bucket-lifecycle-configuration');
    const keeping = bedrockLogKeeping({
      accountId: '111122223333',
      region: 'us-east-1',
      settings: [logging(ON), spell('logGroup', GROUP, denied('logs:DescribeLogGroups'))],
      reads: [],
      metered: null,
      requiredDays: 30,
      now: NOW,
    });
    expect(JSON.parse(keeping.unread[0]?.action.policy ?? '')).toEqual({
      Effect: 'Allow',
      Action: 'logs:DescribeLogGroups',
      Resource: '*',
    });
  });

  it('keeps what a cloud calls its things one word of a shell', () => {
    const settings = [logging({ ...ON, logGroup: "it's; rm -rf /" }), delivered()];
    const sly = spell(
      'logGroup',
      "it's; rm -rf /",
      value({ exists: true, retentionDays: 1, logGroupClass: 'STANDARD', createdAt: null }),
    );
    const { reasons } = verdict([...settings, sly]);
    expect(reasons[0]?.action?.command).toContain(String.raw`--log-group-name 'it'\''s; rm -rf /'`);
  });

  it('shows what was seen, from when to when', () => {
    const { reasons } = verdict([logging(ON, 60), group(14, { from: 3 }), oldest(14), delivered()]);
    expect(reasons[0]?.evidence[0]).toEqual({
      setting: 'logGroup',
      resource: GROUP,
      words: 'retention 14 days, class STANDARD',
      firstSeenAt: day(3),
      lastSeenAt: NOW,
    });
  });

  it('tells until when a gap of ours can still be filled', () => {
    const collected = [
      { from: day(31), to: day(3) },
      { from: day(3) + 6 * HOUR_MS, to: NOW },
    ];
    const { own, reasons } = verdict([logging(ON), group(30), oldest(30), delivered()], { collected });
    expect(own.state).toBe('partial');
    // Three days ago, kept for 30.
    expect(reasons.find(({ code }) => code === 'notCollected')?.words).toBe(
      '2026-11-18 12:00 to 2026-11-18 18:00 UTC has not been collected; the cloud keeps its records for 30 days, until 2026-12-18.',
    );
  });

  it('notes what is logged but says less than an investigation may need', () => {
    const silent = verdict([logging({ ...ON, textDelivered: false }), group(90), oldest(90), delivered()]);
    expect([silent.state, silent.reasons.map(({ code }) => code)]).toEqual(['kept', ['textNotDelivered']]);
    const cut = verdict([logging({ ...ON, largeData: null }), group(90), oldest(90), delivered()]);
    expect(cut.reasons.map(({ code }) => code)).toEqual(['largeBodiesLost']);
  });
});
