import type { Action } from '../../watch/log-keeping.js';
import { switchLoggingOn } from '../../watch/bedrock/bedrock-remedies.js';
import { idField, inWords, type KindField, type SourceKind } from './source-kind.js';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** What reading needs, by statement, as docs/formats/bedrock.md explains them. */
const READ_LOG_GROUP: Statement = {
  Sid: 'ReadLogGroup',
  Effect: 'Allow',
  Action: 'logs:FilterLogEvents',
  Resource: ['arn:aws:logs:*:<accountId>:log-group:<logGroup>', 'arn:aws:logs:*:<accountId>:log-group:<logGroup>:*'],
};
const LIST_BUCKET: Statement = {
  Sid: 'ListBucket',
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: 'arn:aws:s3:::<bucket>',
};
const READ_RECORDS: Statement = {
  Sid: 'ReadRecords',
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::<bucket>/<keyPrefix>/AWSLogs/<accountId>/BedrockModelInvocationLogs/*',
};
const READ_LOGGING_SETTINGS: Statement = {
  Sid: 'ReadLoggingSettings',
  Effect: 'Allow',
  Action: 'bedrock:GetModelInvocationLoggingConfiguration',
  Resource: '*',
};

/** What is read beside the log; docs/operator.md says what each is for. */
const BESIDE: readonly Statement[] = [
  {
    Sid: 'ReadProfiles',
    Effect: 'Allow',
    Action: ['bedrock:GetInferenceProfile', 'bedrock:ListTagsForResource', 'bedrock:GetProvisionedModelThroughput'],
    Resource: [
      'arn:aws:bedrock:*:<accountId>:application-inference-profile/*',
      'arn:aws:bedrock:*:<accountId>:provisioned-model/*',
    ],
  },
  {
    Sid: 'ListProfilesAndMeters',
    Effect: 'Allow',
    Action: ['bedrock:ListInferenceProfiles', 'cloudwatch:GetMetricData'],
    Resource: '*',
  },
];

const policyOf = (statements: readonly Statement[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);

const grant = (statements: readonly Statement[]): Action[] => [
  {
    words:
      'Attach this policy to the identity that Ledgerline runs as: the instance or container role, or the profile.',
    command: null,
    policy: policyOf(statements),
  },
  {
    words:
      'Beside the log: models of inference profiles, and the metrics that the log is compared with. The log is read without them.',
    command: null,
    policy: policyOf(BESIDE),
  },
];

const place: readonly KindField[] = [
  { key: 'accountId', words: 'The AWS account of the calls, 12 digits.', example: '111122223333', required: true },
  {
    key: 'region',
    words: 'The region of the calls. Logging is set for each region.',
    example: 'us-east-1',
    required: true,
  },
];
const role: KindField = {
  key: 'credentials.roleArn',
  words: 'A role to assume, where the log lies in another account.',
  example: 'arn:aws:iam::111122223333:role/ledgerline-reader',
  required: false,
};

const LARGE_BODIES = inWords(
  'Bodies of more than 100 KB go to S3, and only where largeDataDeliveryS3Config names a bucket. They tell how long cache writes live; Ledgerline needs s3:GetObject and s3:ListBucket to read them.',
);

/** Claude on Amazon Bedrock: the invocation log, in a log group or a bucket. */
export const BEDROCK_KINDS: readonly SourceKind[] = [
  {
    kind: 'bedrock-cloudwatch',
    cloud: 'bedrock',
    name: 'Invocation log in CloudWatch Logs',
    tells: 'Every call with its tokens, caller, latency and region, within seconds.',
    fields: [
      idField('bedrock-prod-us-east-1'),
      ...place,
      {
        key: 'logGroup',
        words: 'The log group that Bedrock writes to.',
        example: '/bedrock/invocations',
        required: true,
      },
      role,
    ],
    switchOn: [
      switchLoggingOn({ accountId: '<accountId>', region: '<region>' }, { logGroup: '<logGroup>', roleArn: null }),
      LARGE_BODIES,
    ],
    grant: grant([READ_LOG_GROUP, READ_LOGGING_SETTINGS]),
  },
  {
    kind: 'bedrock-s3',
    cloud: 'bedrock',
    name: 'Invocation log in S3',
    tells: 'The same calls from a bucket, some minutes later.',
    fields: [
      idField('bedrock-prod-us-east-1'),
      ...place,
      { key: 'bucket', words: 'The bucket that Bedrock writes to.', example: 'example-logs', required: true },
      { key: 'keyPrefix', words: 'What stands before AWSLogs/ in the bucket.', example: 'bedrock', required: false },
      role,
    ],
    switchOn: [
      inWords(
        'In the console of Bedrock, Settings, Model invocation logging: choose S3 in every region that is used. It is off by default, and set for each account and region. https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html',
      ),
    ],
    grant: grant([LIST_BUCKET, READ_RECORDS, READ_LOGGING_SETTINGS]),
  },
];
