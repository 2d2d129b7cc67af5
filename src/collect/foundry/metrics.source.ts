import { HOUR_MS, type Window } from '../../usage/window.js';
import type { MeterBin, MeterSource } from '../meter-source.js';
import { countsOf } from './metric-answers.js';
import { metricOfStatus, REQUEST_METRIC, SPLIT_BY, TOKEN_METRICS } from './metric-names.js';
import { type FoundryMetricsSettings, MetricsReader } from './metrics.reader.js';
import { FoundryPerformance } from './performance.reader.js';

/**
 * What Azure Monitor metered of a Foundry account, by deployment and hour: the only place that counts all five token classes
 * of Claude. It knows no callers.
 *
 * Hours are asked for, not minutes: a sixtieth of the points for the same sums, and no price hangs on less but that of
 * long prompts, which a minute does not tell either. What limits of a minute are compared with is read beside it.
 */
export class FoundryMetricsSource implements MeterSource {
  readonly cloud = 'foundry';
  /** Azure asks for no names, and forgets none. */
  readonly forgetsIdleAfterMs = Number.POSITIVE_INFINITY;
  /** https://learn.microsoft.com/azure/azure-monitor/metrics/data-platform-metrics#retention-of-metrics */
  readonly keptDays = 93;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly performance: FoundryPerformance;
  private readonly metrics: MetricsReader;

  constructor(settings: FoundryMetricsSettings & { readonly minuteDays: number }) {
    this.id = settings.id;
    this.accountId = settings.resourceId;
    this.region = settings.region;
    this.metrics = new MetricsReader(settings);
    this.performance = new FoundryPerformance(this.metrics, settings.minuteDays);
  }

  async *read(window: Window, _modelIds: readonly string[], signal: AbortSignal): AsyncGenerator<MeterBin[]> {
    const asked = { grain: 'PT1H', aggregations: ['Total'], window } as const;
    const tokens = await this.metrics.ask({ ...asked, names: Object.keys(TOKEN_METRICS), splitBy: SPLIT_BY }, signal);
    const byStatus = [...SPLIT_BY, 'StatusCode'];
    const requests = await this.metrics.ask({ ...asked, names: [REQUEST_METRIC], splitBy: byStatus }, signal);
    const { accountId, region } = this;
    yield [
      ...countsOf(tokens, (name) => TOKEN_METRICS[name] ?? []),
      ...countsOf(requests, (_, status) => [metricOfStatus(status)]),
    ]
      .filter(({ startsAt }) => startsAt >= window.from && startsAt < window.to)
      .map((count) => ({ accountId, region, periodMs: HOUR_MS, ...count }));
  }
}
