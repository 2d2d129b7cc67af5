import { BedrockClient, GetModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { z } from 'zod';
import { type AwsAccess, awsClientSettings } from './aws-access.js';
import { sourceUnavailable } from './aws-errors.js';

const bucketSchema = z.object({ bucketName: z.string(), keyPrefix: z.string().optional() });
const configSchema = z.object({
  cloudWatchConfig: z
    .object({ logGroupName: z.string(), largeDataDeliveryS3Config: bucketSchema.optional() })
    .optional(),
  s3Config: bucketSchema.optional(),
  textDataDeliveryEnabled: z.boolean().optional(),
});

/** Where a region's model invocation logging goes; `null` when it is off. */
export type LoggingConfiguration = z.output<typeof configSchema> | null;

/** A region that is not enabled for the account answers late or never; thirty others wait to be asked. */
const ANSWER_WITHIN_MS = 20_000;
const ATTEMPTS = 3;

/**
 * Asks one region for its logging configuration; an answer without one means that logging is off.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationLoggingConfiguration.html
 */
export async function readLoggingConfiguration(sourceId: string, access: AwsAccess): Promise<LoggingConfiguration> {
  const client = new BedrockClient({ ...awsClientSettings(access, 'bedrock'), maxAttempts: ATTEMPTS });
  try {
    const answer = await client.send(new GetModelInvocationLoggingConfigurationCommand({}), {
      abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return configSchema.nullable().parse(answer.loggingConfig ?? null);
  } catch (error) {
    const request = {
      what: `the logging configuration of ${access.region}, account ${access.accountId}`,
      permission: 'bedrock:GetModelInvocationLoggingConfiguration',
      ifAbsent: 'the region',
    };
    throw sourceUnavailable(sourceId, request, error);
  } finally {
    client.destroy();
  }
}
