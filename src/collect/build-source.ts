import type { SourceConfig } from '../runtime/config/schema.js';
import { BedrockCloudWatchSource } from './bedrock/cloudwatch.source.js';
import { BedrockS3Source } from './bedrock/s3.source.js';
import type { LogSource } from './log-source.js';

/** The reader for a configured source. */
export function buildSource(config: SourceConfig): LogSource {
  switch (config.kind) {
    case 'bedrock-cloudwatch':
      return new BedrockCloudWatchSource(config);
    case 'bedrock-s3':
      return new BedrockS3Source(config);
  }
}
