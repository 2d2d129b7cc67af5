import type { SourceConfig } from '../runtime/config/schema.js';
import { BedrockCloudWatchSource } from './bedrock/cloudwatch.source.js';
import type { LogSource } from './log-source.js';

/** The reader for a configured source. */
export function buildSource(config: SourceConfig): LogSource {
  return new BedrockCloudWatchSource(config);
}
