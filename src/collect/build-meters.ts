import type { Clock } from '../runtime/clock.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { DAY_MS, HOUR_MS } from '../usage/window.js';
import { awsPlaces } from './bedrock/aws-places.js';
import { BedrockMetricsSource } from './bedrock/metrics.source.js';
import { FoundryMetricsSource } from './foundry/metrics.source.js';
import type { MeterSource } from './meter-source.js';
import { MONITORING_KEEPS_DAYS, VertexMonitoring } from './vertex/metrics.source.js';

/** Meters of one account and region, or of all locations of a project, which have to be asked for. */
export interface Meters {
  /** What they are, in words, for when they cannot be asked for. */
  readonly id: string;
  readonly historyDays: number;
  sources(signal: AbortSignal): Promise<readonly MeterSource[]>;
  close(): void;
}

/** The meters of all configured sources. */
export function buildMeters(configs: readonly SourceConfig[], clock: Clock): Meters[] {
  const bedrock = awsPlaces(configs)
    .filter(({ metrics }) => metrics)
    .map(({ access, historyDays }): Meters => {
      const source = new BedrockMetricsSource(access, clock);
      return { id: source.id, historyDays, sources: async () => [source], close: () => source.close() };
    });
  const vertex = configs.flatMap((config): Meters[] => {
    if (config.kind !== 'vertex-metrics') return [];
    const monitoring = new VertexMonitoring(config);
    const historyDays = Math.min(config.historyDays, MONITORING_KEEPS_DAYS);
    const sources = (signal: AbortSignal) => {
      const to = Math.floor(clock.now() / HOUR_MS) * HOUR_MS;
      return monitoring.meters({ from: to - historyDays * DAY_MS, to }, signal);
    };
    return [{ id: config.id, historyDays, sources, close: () => {} }];
  });
  const foundry = configs.flatMap((config): Meters[] => {
    if (config.kind !== 'foundry-metrics') return [];
    const source = new FoundryMetricsSource(config);
    return [{ id: config.id, historyDays: config.historyDays, sources: async () => [source], close: () => {} }];
  });
  return [...bedrock, ...vertex, ...foundry];
}
