import { isBedrock, isBill, isFoundry, type LogSourceConfig, type SourceConfig } from '../runtime/config/schema.js';
import type { AccessFinding } from './access-finding.js';
import { checkBedrockAccess } from './bedrock/access-check.reader.js';
import { checkBillAccess } from './build-bill-reader.js';
import { BedrockCloudWatchSource } from './bedrock/cloudwatch.source.js';
import { BedrockS3Source } from './bedrock/s3.source.js';
import { checkFoundryAccess } from './foundry/access-check.reader.js';
import { FoundryGatewaySource } from './foundry/gateway.source.js';
import { FoundryRequestsSource } from './foundry/requests.source.js';
import type { LogSource } from './log-source.js';
import { checkVertexAccess } from './vertex/access-check.reader.js';
import { buildVertexSource } from './vertex/build-vertex-source.js';

/** The reader for a configured source. */
export function buildSource(config: LogSourceConfig): LogSource {
  if (config.kind === 'foundry-requests') return new FoundryRequestsSource(config);
  if (config.kind === 'foundry-gateway') return new FoundryGatewaySource(config);
  if (!isBedrock(config)) return buildVertexSource(config);
  return config.kind === 'bedrock-s3' ? new BedrockS3Source(config) : new BedrockCloudWatchSource(config);
}

/** Whether everything that a configured source needs is there and permitted, tried for real. */
export function checkAccess(config: SourceConfig, now: number): Promise<AccessFinding[]> {
  if (isFoundry(config)) return checkFoundryAccess(config, now);
  if (isBill(config)) return checkBillAccess(config, now);
  return isBedrock(config) ? checkBedrockAccess(buildSource(config), config, now) : checkVertexAccess(config, now);
}
