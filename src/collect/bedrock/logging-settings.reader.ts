import { BedrockClient, GetModelInvocationLoggingConfigurationCommand, type S3Config } from '@aws-sdk/client-bedrock';
import type { InvocationLogging } from '../../usage/bedrock-settings.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';

/**
 * The invocation logging of an account in a region. An answer without `loggingConfig` means off; it is no error.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationLoggingConfiguration.html
 */
export async function readInvocationLogging(access: AwsAccess, signal: AbortSignal): Promise<InvocationLogging> {
  const client = new BedrockClient(awsClientSettings(access, 'bedrock'));
  try {
    const command = new GetModelInvocationLoggingConfigurationCommand({});
    const { loggingConfig } = await client.send(command, { abortSignal: signal });
    const { cloudWatchConfig, s3Config } = loggingConfig ?? {};
    return {
      on: loggingConfig !== undefined,
      logGroup: cloudWatchConfig?.logGroupName || null,
      roleArn: cloudWatchConfig?.roleArn || null,
      bucket: placeOf(s3Config),
      largeData: placeOf(cloudWatchConfig?.largeDataDeliveryS3Config),
      textDelivered: loggingConfig?.textDataDeliveryEnabled ?? false,
    };
  } finally {
    client.destroy();
  }
}

function placeOf(config: S3Config | undefined): InvocationLogging['bucket'] {
  return config?.bucketName ? { bucket: config.bucketName, prefix: config.keyPrefix ?? '' } : null;
}
