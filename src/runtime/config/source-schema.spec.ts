import { describe, expect, it } from 'vitest';
import { SOURCE, configurations, type Mistake } from '../../../test/support/configuration.js';

const { load, mistakes } = configurations();

const MISTAKES: Mistake[] = [
  [
    'an unknown kind of source',
    SOURCE.replace('bedrock-cloudwatch', 'bedrock-cloudwach'),
    '3:11 sources[0].kind: "bedrock-cloudwach" is not a kind of source; did you mean "bedrock-cloudwatch"?',
  ],
  [
    'an account id that is too short',
    SOURCE.replace('111122223333', '1234'),
    '4:16 sources[0].accountId: "1234" is not an AWS account id of 12 digits',
  ],
  [
    'a minute that no clock shows',
    `${SOURCE}    schedule: { daily: "61 3 * * *" }`,
    '7:24 sources[0].schedule.daily: not a cron expression: "61 3 * * *": Field value (61) is out of range',
  ],
  [
    'an endpoint that is no address',
    `${SOURCE}    endpoint: ftp://x`,
    '7:15 sources[0].endpoint: "ftp://x" is not an http or https address',
  ],
  [
    'an endpoint for a service that is not read',
    `${SOURCE}    endpoint: { s33: https://s3.example }`,
    '7:17 sources[0].endpoint: unknown key "s33"; did you mean "s3"?',
  ],
  [
    'an endpoint of one service that is no address',
    `${SOURCE}    endpoint: { s3: s3.example }`,
    '7:21 sources[0].endpoint.s3: "s3.example" is not an http or https address',
  ],
  [
    'an account and accounts',
    `${SOURCE}    accounts: [{ accountId: "444455556666" }]`,
    '7:15 sources[0].accounts: give either accountId or accounts, not both',
  ],
  [
    'regions that are neither a list nor discovered',
    SOURCE.replace('region: us-east-1', 'regions: all'),
    '5:14 sources[0].regions: "all" is neither a list of regions nor "discover"',
  ],
  [
    'a region that is none, among several',
    SOURCE.replace('region: us-east-1', 'regions: [us-east-1, nowhere]'),
    '5:26 sources[0].regions[1]: "nowhere" is not an AWS region such as us-east-1',
  ],
  [
    'a log group that is missing although the regions are named',
    SOURCE.replace(/ +logGroup.*\n/, ''),
    '2:5 sources[0].logGroup: is required (it may be left out with regions: discover)',
  ],
  [
    'a bucket given as an address',
    `sources: [{ id: a, kind: bedrock-s3, accountId: "111122223333", region: us-east-1, bucket: "s3://logs/" }]`,
    '1:92 sources[0].bucket: "s3://logs/" is not the name of a bucket (neither a path nor an address)',
  ],
  [
    'an external id that stands in the file',
    `${SOURCE}    credentials: { roleArn: "arn:aws:iam::111122223333:role/reader", externalId: abc }`,
    '7:82 sources[0].credentials.externalId: a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
  ],
  [
    'a role that is no ARN',
    `${SOURCE}    credentials: { roleArn: reader }`,
    '7:29 sources[0].credentials.roleArn: "reader" is not the ARN of a role, such as arn:aws:iam::111122223333:role/name',
  ],
  [
    'an account twice in one block',
    SOURCE.replace(
      'accountId: "111122223333"',
      'accounts: [{ accountId: "111122223333" }, { accountId: "111122223333" }]',
    ),
    '2:9 sources[0].id: the source "prod-111122223333-us-east-1" is made twice; sources must differ',
  ],
];

describe('a source of Amazon Bedrock', () => {
  it('fills in what a source leaves out, and leaves the request rate to the source', () => {
    expect(load(SOURCE).sources).toEqual([
      {
        id: 'prod',
        kind: 'bedrock-cloudwatch',
        accountId: '111122223333',
        region: 'us-east-1',
        logGroup: '/bedrock/invocations',
        bodies: 'read',
        metrics: true,
        historyDays: 60,
        schedule: { live: '*/5 * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
      },
    ]);
  });
});

describe('mistakes in a source of Amazon Bedrock', () => {
  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text)).toEqual([`c.yaml:${expected}`]);
  });
});
