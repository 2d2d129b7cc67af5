import { cloudOf, placeOf, readsLog, type LogSourceConfig, type SourceConfig } from './runtime/config/schema.js';
import type { WatchedSource } from './watch/watched-places.js';

/** The configured sources, as far as it matters whether their logs are kept and read. */
export function watchedSources(sources: readonly SourceConfig[]): WatchedSource[] {
  return sources.filter(readsLog).map((source) => ({
    sourceId: source.id,
    cloud: cloudOf(source),
    // Entries of Cloud Logging are of all locations of their project.
    region: '*',
    ...placeOf(source),
    resource: resourceOf(source),
  }));
}

function resourceOf(source: LogSourceConfig): string {
  switch (source.kind) {
    case 'bedrock-cloudwatch':
      return source.logGroup;
    case 'bedrock-s3':
      return `s3://${source.bucket}`;
    case 'vertex-request-response':
      return source.table ?? `tables of ${source.models?.join(', ') ?? 'no model'}`;
    case 'foundry-requests':
    case 'foundry-gateway':
      return `Log Analytics workspace ${source.workspaceId}`;
    default:
      return `Cloud Logging of ${source.projectId}`;
  }
}
