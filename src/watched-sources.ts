import { isBedrock, type SourceConfig } from './runtime/config/schema.js';
import type { WatchedSource } from './watch/watched-places.js';

/** The configured sources that read a log, as far as it matters whether it is kept. */
export function watchedSources(sources: readonly SourceConfig[]): WatchedSource[] {
  return sources.flatMap(watchedSource);
}

function watchedSource(source: SourceConfig): WatchedSource[] {
  const sourceId = source.id;
  if (isBedrock(source)) {
    const { accountId, region } = source;
    const resource = source.kind === 'bedrock-s3' ? `s3://${source.bucket}` : source.logGroup;
    return [{ sourceId, cloud: 'bedrock', accountId, region, resource, role: 'main' }];
  }
  switch (source.kind) {
    case 'vertex-request-response': {
      const { projectId: accountId, location: region } = source;
      return [{ sourceId, cloud: 'vertex', accountId, region, resource: 'requestResponse', role: 'main' }];
    }
    case 'vertex-inference-metadata':
    case 'vertex-audit': {
      const isAudit = source.kind === 'vertex-audit';
      const [resource, role] = isAudit ? (['audit', 'beside'] as const) : (['inferenceMetadata', 'main'] as const);
      return [{ sourceId, cloud: 'vertex', accountId: source.projectId, region: null, resource, role }];
    }
    case 'foundry-requests': {
      const { resourceId: accountId, region } = source;
      return [{ sourceId, cloud: 'foundry', accountId, region, resource: 'resource', role: 'main' }];
    }
    case 'foundry-gateway':
      return source.foundry.map(({ resourceId: accountId, region }) => {
        return { sourceId, cloud: 'foundry', accountId, region, resource: 'gateway', role: 'beside' };
      });
    default:
      return [];
  }
}
