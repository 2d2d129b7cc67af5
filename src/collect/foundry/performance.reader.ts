import type { HoursPerformance } from '../../usage/performance.js';
import type { Window } from '../../usage/window.js';
import type { PerformanceSource } from '../meter-source.js';
import { countsOf } from './metric-answers.js';
import { LATENCY_NAMES, LIMITED_TOKENS, metricOfStatus, REQUEST_METRIC, SPLIT_BY } from './metric-names.js';
import type { MetricsReader } from './metrics.reader.js';
import { busiestMinutes, latenciesOf } from './performance-answers.js';

/**
 * How full and how fast the deployments of a Foundry account ran: of every hour its busiest minute, which the limits are
 * about, and Azure's own averages of latency. Foundry's answers carry no headers of rate limits, so this is the only place
 * that tells. https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry
 */
export class FoundryPerformance implements PerformanceSource {
  constructor(
    private readonly metrics: MetricsReader,
    readonly days: number,
  ) {}

  /** Three questions, whatever the window: it should be a day at most, for a series of minutes has 1,440 points a day. */
  async read(window: Window, signal: AbortSignal): Promise<HoursPerformance> {
    const minutes = { grain: 'PT1M', aggregations: ['Total'], window } as const;
    const names = Object.keys(LIMITED_TOKENS);
    const tokens = await this.metrics.ask({ ...minutes, names, splitBy: SPLIT_BY }, signal);
    const byStatus = [...SPLIT_BY, 'StatusCode'];
    const requests = await this.metrics.ask({ ...minutes, names: [REQUEST_METRIC], splitBy: byStatus }, signal);
    const latency = await this.metrics.ask(
      {
        names: Object.keys(LATENCY_NAMES),
        splitBy: SPLIT_BY,
        grain: 'PT1H',
        aggregations: ['Average', 'Minimum', 'Maximum'],
        window,
      },
      signal,
    );
    const counts = [
      ...countsOf(tokens, (name) => LIMITED_TOKENS[name] ?? []),
      ...countsOf(requests, (_, status) => (metricOfStatus(status) === 'throttles' ? [] : ['requests' as const])),
    ];
    return {
      peaks: busiestMinutes(counts.filter(({ startsAt }) => startsAt >= window.from && startsAt < window.to)),
      latencies: latenciesOf(latency).filter(({ hour }) => hour >= window.from && hour < window.to),
    };
  }
}
