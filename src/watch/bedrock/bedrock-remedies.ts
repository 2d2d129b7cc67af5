import type { Action, MissingPermission } from '../log-keeping.js';
import { shellWord } from '../shell-word.js';

interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Retentions that PutRetentionPolicy takes. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_GROUP_RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Keep records of a log group for at least so many days: the shortest that CloudWatch Logs offers. */
export function keepLogGroup({ region }: Place, logGroup: string, days: number): Action {
  const retention = LOG_GROUP_RETENTIONS.find((offered) => offered >= days);
  return {
    words:
      retention === undefined
        ? `Let the log group keep its records for ever.`
        : `Let the log group keep its records for ${retention} days.`,
    command:
      retention === undefined
        ? aws(region, 'logs delete-retention-policy', [['log-group-name', logGroup]])
        : aws(region, 'logs put-retention-policy', [
            ['log-group-name', logGroup],
            ['retention-in-days', String(retention)],
          ]),
    policy: null,
  };
}

/** Make the log group that the settings name. */
export function makeLogGroup({ region }: Place, logGroup: string): Action {
  return {
    words: 'Make the log group that the logging settings name; without it, nothing is written.',
    command: aws(region, 'logs create-log-group', [['log-group-name', logGroup]]),
    policy: null,
  };
}

/** Switch invocation logging on. What is not known stands as <…>, so that the command cannot run unread. */
export function switchLoggingOn(
  { accountId, region }: Place,
  known: { readonly logGroup: string | null; readonly roleArn: string | null },
): Action {
  const config = {
    cloudWatchConfig: {
      logGroupName: known.logGroup ?? '<log group>',
      roleArn: known.roleArn ?? `arn:aws:iam::${accountId}:role/<role that may write to the log group>`,
    },
    textDataDeliveryEnabled: true,
  };
  return {
    words: 'Switch invocation logging on in this region. Calls made while it is off leave no record.',
    command: aws(region, 'bedrock put-model-invocation-logging-configuration', [
      ['logging-config', JSON.stringify(config)],
    ]),
    policy: null,
  };
}

/** Look at the settings as they are before changing them: put replaces all of them. */
export function changeLogging({ region }: Place, words: string): Action {
  return {
    words: `${words} The command shows the settings as they are; put-model-invocation-logging-configuration replaces them whole.`,
    command: aws(region, 'bedrock get-model-invocation-logging-configuration', []),
    policy: null,
  };
}

/** Keep the objects of a bucket's log prefix. The configuration is replaced whole: other rules have to be put in too. */
export function keepBucket({ accountId, region }: Place, bucket: string, prefix: string, days: number): Action {
  const rules = {
    Rules: [
      { ID: 'keep-bedrock-invocation-logs', Status: 'Enabled', Filter: { Prefix: prefix }, Expiration: { Days: days } },
    ],
  };
  return {
    words: `Let the lifecycle rules of the bucket keep the log for ${days} days or longer, without archiving it earlier. The command replaces all rules of the bucket: put its other rules in as well.`,
    command: aws(region, 's3api put-bucket-lifecycle-configuration', [
      ['bucket', bucket],
      ['expected-bucket-owner', accountId],
      ['lifecycle-configuration', JSON.stringify(rules)],
    ]),
    policy: null,
  };
}

/** Why deliveries fail is in the role and the bucket's policy. */
export function repairDelivery({ region }: Place, store: string): Action {
  return {
    words: `Find out why Bedrock cannot write to the ${store}: the role of the logging settings needs logs:CreateLogStream and logs:PutLogEvents on it; a bucket's policy has to let bedrock.amazonaws.com put objects, its key has to let it kms:GenerateDataKey, and its access control lists have to be switched off.`,
    command: aws(region, 'bedrock get-model-invocation-logging-configuration', []),
    policy: null,
  };
}

/** A permission that was refused, with the statement that grants it to the reader's role. */
export function missingPermission(setting: string, permission: string, on: string): MissingPermission {
  const statement = { Effect: 'Allow', Action: permission, Resource: on };
  return {
    setting,
    permission,
    on,
    action: {
      words: `Grant ${permission} on ${on} to the role that Ledgerline reads with.`,
      command: null,
      policy: JSON.stringify(statement, null, 2),
    },
  };
}

function aws(region: string, command: string, options: readonly (readonly [string, string])[]): string {
  return [
    `aws ${command} --region ${shellWord(region)}`,
    ...options.map(([name, value]) => `--${name} ${shellWord(value)}`),
  ].join(' ');
}
