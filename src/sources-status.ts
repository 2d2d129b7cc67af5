import { cloudOf, placeOf, readsLog, type SourceConfig } from './runtime/config/schema.js';
import type { SourcesStatus } from './serve/serve.tokens.js';

/** What the API tells about the configured sources besides what they have read. */
export function sourcesStatus(
  sources: readonly SourceConfig[],
  schedule: { nextRunAt(sourceId: string): Date | null },
): SourcesStatus {
  return {
    list: () =>
      sources.filter(readsLog).map((source) => ({
        sourceId: source.id,
        cloud: cloudOf(source),
        kind: source.kind,
        accountId: placeOf(source).accountId,
        region: placeOf(source).region ?? null,
        logGroup: source.kind === 'bedrock-cloudwatch' ? source.logGroup : null,
        bucket: source.kind === 'bedrock-s3' ? source.bucket : null,
        historyDays: source.historyDays,
        schedule: source.schedule.live,
        nextRunAt: schedule.nextRunAt(source.id),
      })),
  };
}
