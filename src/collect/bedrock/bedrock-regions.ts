/**
 * Regions with Bedrock's runtime, by partition. A new one is found here, not by asking: no API lists them.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints-region-availability.html (2026-11)
 */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'ca-west-1',
    'mx-central-1',
    'sa-east-1',
    'eu-central-1',
    'eu-central-2',
    'eu-north-1',
    'eu-south-1',
    'eu-south-2',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
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
    'il-central-1',
    'me-central-1',
    'me-south-1',
    'af-south-1',
  ],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** The regions that an account may log in. The partition is that of the role that is assumed; without one it is `aws`. */
export function bedrockRegions(roleArn: string | undefined): readonly string[] {
  const partition = roleArn?.split(':')[1] ?? 'aws';
  return REGIONS[partition] ?? [];
}
