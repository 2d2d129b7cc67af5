import { isBedrock, type LogSourceConfig, type SourceConfig } from '../runtime/config/schema.js';
import { type AccessFinding, checkBedrockAccess } from './bedrock/access-check.reader.js';
import { BedrockCloudWatchSource } from './bedrock/cloudwatch.source.js';
import { BedrockS3Source } from './bedrock/s3.source.js';
import type { LogSource } from './log-source.js';

/** The reader for a configured source. */
export function buildSource(config: LogSourceConfig): LogSource {
  switch (config.kind) {
    case 'bedrock-cloudwatch':
      return new BedrockCloudWatchSource(config);
    case 'bedrock-s3':
      return new BedrockS3Source(config);
    default:
      throw new Error(`${config.id}: sources of kind ${config.kind} cannot be read yet`);
  }
}

/** Whether everything that a configured source needs is there and permitted, tried for real. */
export async function checkAccess(config: SourceConfig, now: number): Promise<AccessFinding[]> {
  return isBedrock(config) ? checkBedrockAccess(buildSource(config), config, now) : [];
}
