import type { Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import { ArmReader } from './arm.reader.js';
import type { AzureAccess } from './azure-access.js';
import type { AzureRequest } from './azure-errors.js';
import { type MetricsAnswer, metricsSchema, mostSeries } from './metric-answers.js';

/** A Foundry account whose metrics are read, and as whom. */
export interface FoundryMetricsSettings extends AzureAccess {
  readonly id: string;
  readonly resourceId: string;
  readonly region: string;
}

export interface MetricsQuestion {
  readonly names: readonly string[];
  readonly splitBy: readonly string[];
  readonly grain: 'PT1H' | 'PT1M';
  readonly aggregations: readonly ('Total' | 'Average' | 'Minimum' | 'Maximum')[];
  readonly window: Window;
}

const API_VERSION = '2024-02-01';
/** Series of an answer: the default would be 10, and says nothing of the others. */
const TOP = 1_000;

/**
 * Azure Monitor's metrics of one account, one question at a time.
 *
 * Traps of the API that this file answers: bins begin where the time span begins, so that it must be cut at whole bins; ten
 * series are answered unless more are asked for; a split sum and an unsplit one must not be added. Read through ARM, whose
 * answers have the metrics' own names; the package for it is deprecated, and its successor answers display names.
 * https://learn.microsoft.com/rest/api/monitor/metrics/list
 */
export class MetricsReader {
  private readonly arm: ArmReader;
  private readonly asked: AzureRequest;

  constructor(private readonly settings: FoundryMetricsSettings) {
    this.arm = new ArmReader(settings.id, settings);
    this.asked = {
      what: `metrics of ${settings.resourceId}`,
      role: 'Monitoring Reader',
      on: 'the Foundry resource',
      ifAbsent: 'resourceId',
    };
  }

  /** A series for each value of the dimensions that split it. Throws SourceUnavailable, also where some would be missed. */
  async ask(
    { names, splitBy, grain, aggregations, window: { from, to } }: MetricsQuestion,
    signal: AbortSignal,
  ): Promise<MetricsAnswer> {
    const answer = await this.arm.ask(
      {
        path: `${this.settings.resourceId}/providers/Microsoft.Insights/metrics`,
        query: {
          'api-version': API_VERSION,
          metricnames: names.join(','),
          timespan: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
          interval: grain,
          aggregation: aggregations.join(','),
          $filter: splitBy.map((dimension) => `${dimension} eq '*'`).join(' and '),
          top: String(TOP),
        },
        schema: metricsSchema,
        asked: this.asked,
      },
      signal,
    );
    if (answer === null) return { value: [] };
    const failed = answer.value.find(({ errorCode = 'Success' }) => errorCode !== 'Success');
    if (failed !== undefined) {
      const words = `${failed.name.value} is answered with ${failed.errorCode} ${failed.errorMessage ?? ''}`.trim();
      throw this.unavailable(`${this.asked.what}: ${words}`);
    }
    if (mostSeries(answer) >= TOP) {
      throw this.unavailable(`${this.asked.what} have more than ${TOP} series; some would be missed`);
    }
    return answer;
  }

  private unavailable(words: string): SourceUnavailable {
    return new SourceUnavailable(this.settings.id, 'other', words);
  }
}
