/**
 * Regions in which Amazon Bedrock is offered, by partition. One that is missing here is only not looked at until it is
 * configured or used. https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints-region-availability.html
 */
const REGIONS = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'ca-west-1',
    'sa-east-1',
    'mx-central-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'af-south-1',
    'ap-east-2',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-3',
    'ap-southeast-4',
    'ap-southeast-5',
    'ap-southeast-6',
    'ap-southeast-7',
  ],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
  'aws-cn': [],
} as const;
type Partition = keyof typeof REGIONS;

/** The partition of a region: what stands after `arn:`. */
export function partitionOf(region: string): Partition {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** The other regions in which an account that uses this one may call Bedrock. */
export function regionsBeside(region: string): readonly string[] {
  return REGIONS[partitionOf(region)];
}

/** The regions in which an account may log. The partition is that of the role that is assumed; without one it is `aws`. */
export function regionsOfRole(roleArn: string | undefined): readonly string[] {
  const name = roleArn?.split(':')[1];
  return name === 'aws-us-gov' || name === 'aws-cn' ? REGIONS[name] : REGIONS.aws;
}
