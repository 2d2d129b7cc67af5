import { describe, expect, it } from 'vitest';
import {
  GROUP,
  OFF,
  ON,
  TO_BOTH,
  TO_S3,
  delivered,
  group,
  lifecycle,
  logging,
  noGroup,
  oldest,
  oldestObject,
  refused,
  verdict,
  versioning,
  type Row,
} from '../../../test/support/bedrock-keeping.js';
import { codesOf } from '../../../test/support/log-keeping.js';

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

  // What may not be read is unknown, never kept.
  ['nothing was ever read', [], 'unknown', ['loggingUnknown']],
  [
    'the switch may not be read, though records arrive',
    [
      refused('invocationLogging', '', 'bedrock:GetModelInvocationLoggingConfiguration'),
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
    [logging(ON), refused('logGroup', GROUP, 'logs:DescribeLogGroups'), oldest(90), delivered()],
    'unknown',
    ['keepingUnknown'],
  ],
  [
    'deliveries may not be counted',
    [logging(ON), group(90), oldest(90), refused('logDelivery', '', 'cloudwatch:GetMetricData')],
    'unknown',
    ['deliveryUnknown'],
  ],
  [
    'the oldest record may not be looked for',
    [logging(ON), group(90), refused('oldestRecord', GROUP, 'logs:FilterLogEvents'), delivered()],
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
    [logging(OFF), refused('logGroup', GROUP, 'logs:DescribeLogGroups')],
    'not kept',
    ['loggingOff'],
  ],
];

describe('the verdict on an invocation log in CloudWatch Logs', () => {
  it.each(TABLE)('%s', (_, settings, state, codes, given) => {
    const judged = verdict(settings, given);
    expect({ state: judged.state, codes: codesOf(judged) }).toEqual({ state, codes });
    expect(judged.words).not.toBe('');
  });

  it('has a row for every state, and more than 25', () => {
    expect(new Set(TABLE.map(([, , state]) => state)).size).toBe(4);
    expect(TABLE.length).toBeGreaterThan(25);
  });
});
