/** Every action of IAM that a request to the stand-in needs, by the service that requests are signed for and its operation. */
const ACTION_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  logs: {
    FilterLogEvents: 'logs:FilterLogEvents',
    DescribeLogGroups: 'logs:DescribeLogGroups',
    DescribeLogStreams: 'logs:DescribeLogStreams',
  },
  s3: {
    ListObjectsV2: 's3:ListBucket',
    GetObject: 's3:GetObject',
    HeadObject: 's3:GetObject',
    GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
    GetBucketVersioning: 's3:GetBucketVersioning',
    GetBucketLocation: 's3:GetBucketLocation',
  },
  bedrock: {
    ListInferenceProfiles: 'bedrock:ListInferenceProfiles',
    GetInferenceProfile: 'bedrock:GetInferenceProfile',
    ListProvisionedModelThroughputs: 'bedrock:ListProvisionedModelThroughputs',
    GetProvisionedModelThroughput: 'bedrock:GetProvisionedModelThroughput',
    GetModelInvocationLoggingConfiguration: 'bedrock:GetModelInvocationLoggingConfiguration',
    ListTagsForResource: 'bedrock:ListTagsForResource',
  },
  monitoring: { GetMetricData: 'cloudwatch:GetMetricData', ListMetrics: 'cloudwatch:ListMetrics' },
  sts: { AssumeRole: 'sts:AssumeRole', GetCallerIdentity: 'sts:GetCallerIdentity' },
};

export const ACTIONS: readonly string[] = [
  ...new Set(Object.values(ACTION_OF).flatMap((operations) => Object.values(operations))),
];

/** The action that an operation needs. */
export function actionOf(service: string, operation: string): string {
  return ACTION_OF[service]?.[operation] ?? `${service}:${operation}`;
}
