import type { Clock } from '../runtime/clock.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { awsPlaces } from './bedrock/aws-places.js';
import { BedrockMetricsSource } from './bedrock/metrics.source.js';
import { FoundryMetricsSource } from './foundry/metrics.source.js';
import type { MeterSource } from './meter-source.js';

/** A meter, and how far back it is read. */
export interface BuiltMeter {
  readonly source: MeterSource & { close(): void };
  readonly historyDays: number;
}

/** The meters of everything that is configured: Bedrock's beside its logs, Foundry's as sources of their own. */
export function buildMeters(sources: readonly SourceConfig[], clock: Clock): BuiltMeter[] {
  const ofBedrock = awsPlaces(sources)
    .filter(({ metrics }) => metrics)
    .map(({ access, historyDays }) => ({ historyDays, source: new BedrockMetricsSource(access, clock) }));
  const ofFoundry = sources.flatMap((config) =>
    config.kind === 'foundry-metrics'
      ? [{ historyDays: config.historyDays, source: new FoundryMetricsSource(config) }]
      : [],
  );
  return [...ofBedrock, ...ofFoundry];
}
