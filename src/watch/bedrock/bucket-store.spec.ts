import { describe, expect, it } from 'vitest';
import {
  BUCKET,
  PREFIX,
  TO_BOTH,
  TO_S3,
  archive,
  bucket,
  delivered,
  group,
  lifecycle,
  logging,
  oldest,
  oldestObject,
  refused,
  rule,
  verdict,
  versioning,
  type Row,
} from '../../../test/support/bedrock-keeping.js';
import { codesOf } from '../../../test/support/log-keeping.js';

const TABLE: Row[] = [
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
  [
    'the lifecycle may not be read',
    [
      logging(TO_S3),
      refused('bucketLifecycle', BUCKET, 's3:GetLifecycleConfiguration'),
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
      refused('bucketLifecycle', BUCKET, 's3:GetLifecycleConfiguration'),
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
      refused('bucketLifecycle', BUCKET, 's3:GetLifecycleConfiguration'),
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
      refused('bucketVersioning', BUCKET, 's3:GetBucketVersioning'),
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
      refused('bucketVersioning', BUCKET, 's3:GetBucketVersioning'),
      oldestObject(90),
      delivered(),
    ],
    'kept',
    [],
  ],
];

describe('the verdict on an invocation log in S3', () => {
  it.each(TABLE)('%s', (_, settings, state, codes, given) => {
    const judged = verdict(settings, given);
    expect({ state: judged.state, codes: codesOf(judged) }).toEqual({ state, codes });
    expect(judged.words).not.toBe('');
  });
});
