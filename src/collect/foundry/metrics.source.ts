import { HOUR_MS, type Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import type { MeterBin, MeterSource } from '../meter-source.js';
import { ArmReader } from './arm.reader.js';
import type { AzureAccess } from './azure-access.js';
import type { AzureRequest } from './azure-errors.js';
import { countsOf, type MeteredCount, metricsSchema, mostSeries } from './metric-answers.js';
import { metricOfStatus, REQUEST_METRIC, SPLIT_BY, TOKEN_METRICS } from './metric-names.js';

export interface FoundryMetricsSettings extends AzureAccess {
  readonly id: string;
  readonly resourceId: string;
  readonly region: string;
}

const API_VERSION = '2024-02-01';
/** Series of an answer: the default would be 10, and says nothing of the others. */
const TOP = 1_000;

/**
 * What Azure Monitor metered of a Foundry account, by deployment and hour: the only place that counts all five token classes
 * of Claude. It knows no callers.
 *
 * Hours are asked for, not minutes: a sixtieth of the points for the same sums, and no price hangs on less but that of
 * long prompts, which a minute does not tell either. Rate limits are per minute, which a later reader may ask for while Azure
 * keeps it, 93 days.
 *
 * Traps of the API that this file answers: bins begin where the time span begins, so that it is cut at whole hours; ten
 * series are answered unless more are asked for; a split sum and an unsplit one must not be added. Read through ARM, whose
 * answers have the metrics' own names; the package for it is deprecated, and its successor answers display names.
 * https://learn.microsoft.com/rest/api/monitor/metrics/list
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
  private readonly arm: ArmReader;
  private readonly asked: AzureRequest;

  constructor(settings: FoundryMetricsSettings) {
    this.id = settings.id;
    this.accountId = settings.resourceId;
    this.region = settings.region;
    this.arm = new ArmReader(settings.id, settings);
    this.asked = {
      what: `metrics of ${settings.resourceId}`,
      role: 'Monitoring Reader',
      on: 'the Foundry resource',
      ifAbsent: 'resourceId',
    };
  }

  async *read(window: Window, _modelIds: readonly string[], signal: AbortSignal): AsyncGenerator<MeterBin[]> {
    const tokens = await this.ask(Object.keys(TOKEN_METRICS), SPLIT_BY, window, signal);
    const requests = await this.ask([REQUEST_METRIC], [...SPLIT_BY, 'StatusCode'], window, signal);
    const { accountId, region } = this;
    yield [...tokens, ...requests]
      .filter(({ startsAt }) => startsAt >= window.from && startsAt < window.to)
      .map((count) => ({ accountId, region, periodMs: HOUR_MS, ...count }));
  }

  private async ask(
    names: readonly string[],
    splitBy: readonly string[],
    { from, to }: Window,
    signal: AbortSignal,
  ): Promise<MeteredCount[]> {
    const answer = await this.arm.ask(
      {
        path: `${this.accountId}/providers/Microsoft.Insights/metrics`,
        query: {
          'api-version': API_VERSION,
          metricnames: names.join(','),
          timespan: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
          interval: 'PT1H',
          aggregation: 'Total',
          $filter: splitBy.map((dimension) => `${dimension} eq '*'`).join(' and '),
          top: String(TOP),
        },
        schema: metricsSchema,
        asked: this.asked,
      },
      signal,
    );
    if (answer === null) return [];
    const failed = answer.value.find(({ errorCode = 'Success' }) => errorCode !== 'Success');
    if (failed !== undefined) {
      const words = `${this.asked.what}: ${failed.name.value} is answered with ${failed.errorCode} ${failed.errorMessage ?? ''}`;
      throw new SourceUnavailable(this.id, 'other', words.trim());
    }
    if (mostSeries(answer) >= TOP) {
      throw new SourceUnavailable(
        this.id,
        'other',
        `${this.asked.what} have more than ${TOP} series; some would be missed`,
      );
    }
    return countsOf(answer, (name, status) =>
      name === REQUEST_METRIC ? [metricOfStatus(status)] : (TOKEN_METRICS[name] ?? []),
    );
  }
}
