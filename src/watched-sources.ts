import { isBedrock, type SourceConfig } from './runtime/config/schema.js';
import type { WatchedSource } from './watch/watched-places.js';

/** The configured sources, as far as it matters whether their logs are kept; so far only Bedrock's settings are judged. */
export function watchedSources(sources: readonly SourceConfig[]): WatchedSource[] {
  return sources.filter(isBedrock).map((source) => ({
    sourceId: source.id,
    cloud: 'bedrock',
    accountId: source.accountId,
    region: source.region,
    resource: source.kind === 'bedrock-s3' ? `s3://${source.bucket}` : source.logGroup,
  }));
}
