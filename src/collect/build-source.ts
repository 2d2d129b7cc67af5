import type { SourceConfig } from '../runtime/config/schema.js';
import { type AccessFinding, checkBedrockAccess } from './bedrock/access-check.reader.js';
import { BedrockCloudWatchSource } from './bedrock/cloudwatch.source.js';
import { BedrockS3Source } from './bedrock/s3.source.js';
import type { LogSource } from './log-source.js';

/** The reader for a configured source. */
export function buildSource(config: SourceConfig): LogSource {
  return config.kind === 'bedrock-s3' ? new BedrockS3Source(config) : new BedrockCloudWatchSource(config);
}

/** Whether everything that a configured source needs is there and permitted, tried for real. */
export function checkAccess(config: SourceConfig, now: number): Promise<AccessFinding[]> {
  return checkBedrockAccess(buildSource(config), config, now);
}
