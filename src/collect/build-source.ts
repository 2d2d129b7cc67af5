import { isBedrock, type LogSourceConfig, type SourceConfig } from '../runtime/config/schema.js';
import { type AccessFinding, checkBedrockAccess } from './bedrock/access-check.reader.js';
import { BedrockCloudWatchSource } from './bedrock/cloudwatch.source.js';
import { BedrockS3Source } from './bedrock/s3.source.js';
import type { LogSource } from './log-source.js';
import { buildVertexSource } from './vertex/build-vertex-source.js';

/** The reader for a configured source. */
export function buildSource(config: LogSourceConfig): LogSource {
  if (!isBedrock(config)) return buildVertexSource(config);
  return config.kind === 'bedrock-s3' ? new BedrockS3Source(config) : new BedrockCloudWatchSource(config);
}

/** Whether everything that a configured source needs is there and permitted, tried for real. */
export async function checkAccess(config: SourceConfig, now: number): Promise<AccessFinding[]> {
  return isBedrock(config) ? checkBedrockAccess(buildSource(config), config, now) : [];
}
