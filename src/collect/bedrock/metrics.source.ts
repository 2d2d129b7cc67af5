import { CloudWatchClient, GetMetricDataCommand, type GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../runtime/clock.js';
import { DAY_MS, HOUR_MS, type Window } from '../../usage/window.js';
import { SourceUnavailable } from '../log-source.js';
import type { MeterBin, MeterSource } from '../meter-source.js';
import { Pacer } from '../pacer.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';
import { type AwsRequest, sourceUnavailable } from './aws-errors.js';
import {
  countsOf,
  type MeteredCount,
  type MeterQuery,
  namedQueries,
  oncePerBin,
  searchQueries,
} from './metric-queries.js';

/** GetMetricData takes 50 requests a second of an account; others read there too. */
const REQUESTS_A_SECOND = 10;
const QUERIES_A_REQUEST = 500;

/**
 * What CloudWatch metered of Bedrock in one account and region, by the hour. Metrics are counted whether or not invocation
 * logging is on, so that the difference to the log is what was not logged.
 *
 * Traps of the API that this file answers: 500 metrics and 100,800 data points a request; expressions are not paged but cut
 * off (PartialData without a token), so that the window is halved; a search forgets models that are idle.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export class BedrockMetricsSource implements MeterSource {
  readonly cloud = 'bedrock';
  /** A search finds what reported within two weeks; a day less, so that nothing falls between. */
  readonly forgetsIdleAfterMs = 13 * DAY_MS;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
  readonly keptDays = 455;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  private readonly client: CloudWatchClient;
  private readonly asked: AwsRequest;
  private readonly pacer = new Pacer(REQUESTS_A_SECOND);

  constructor(
    access: AwsAccess,
    private readonly clock: Clock,
  ) {
    const { accountId, region } = access;
    this.id = `metrics-${accountId}-${region}`;
    this.accountId = accountId;
    this.region = region;
    this.asked = {
      what: `metrics of CloudWatch in ${region}, account ${accountId}`,
      permission: 'cloudwatch:GetMetricData',
      ifAbsent: 'the region',
    };
    this.client = new CloudWatchClient(awsClientSettings(access, 'monitoring'));
  }

  async *read(window: Window, modelIds: readonly string[], signal: AbortSignal): AsyncGenerator<MeterBin[]> {
    const isOld = window.from < this.clock.now() - this.forgetsIdleAfterMs;
    const named = isOld ? namedQueries(modelIds) : [];
    const counts = await this.ask(searchQueries(), window, signal);
    for (let first = 0; first < named.length; first += QUERIES_A_REQUEST) {
      counts.push(...(await this.ask(named.slice(first, first + QUERIES_A_REQUEST), window, signal)));
    }
    const { accountId, region } = this;
    yield oncePerBin(counts)
      .filter(({ startsAt }) => startsAt >= window.from && startsAt < window.to)
      .map((count) => ({ accountId, region, periodMs: HOUR_MS, ...count }));
  }

  close(): void {
    this.client.destroy();
  }

  /** Every count of the window: with fewer queries at a time, or for half of it, where one answer cannot hold them. */
  private async ask(queries: readonly MeterQuery[], window: Window, signal: AbortSignal): Promise<MeteredCount[]> {
    const answered = await this.askAtOnce(queries, window, signal);
    if (answered !== 'too-much') return answered;
    if (queries.length > 1) {
      const half = Math.ceil(queries.length / 2);
      const first = await this.ask(queries.slice(0, half), window, signal);
      return [...first, ...(await this.ask(queries.slice(half), window, signal))];
    }
    const middle = Math.floor((window.from + window.to) / 2 / HOUR_MS) * HOUR_MS;
    if (middle <= window.from) {
      throw new SourceUnavailable(
        this.id,
        'other',
        `${this.asked.what} are more in one hour than an answer of GetMetricData can hold`,
      );
    }
    const earlier = await this.ask(queries, { from: window.from, to: middle }, signal);
    return [...earlier, ...(await this.ask(queries, { from: middle, to: window.to }, signal))];
  }

  private async askAtOnce(
    queries: readonly MeterQuery[],
    window: Window,
    signal: AbortSignal,
  ): Promise<MeteredCount[] | 'too-much'> {
    const counts: MeteredCount[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const page = await this.page(queries, window, nextToken, signal);
      const results = page.MetricDataResults ?? [];
      counts.push(...countsOf(results, queries));
      nextToken = page.NextToken;
      const statuses = new Set(results.map(({ StatusCode }) => StatusCode));
      if (statuses.has('Forbidden')) throw sourceUnavailable(this.id, this.asked, new Refused('AccessDenied'));
      const isCut = (page.Messages ?? []).some(({ Code, Value }) => /exceeded/i.test(`${Code} ${Value}`));
      if (isCut || (nextToken === undefined && statuses.has('PartialData'))) return 'too-much';
      if (nextToken !== undefined) continue;
      if (statuses.has('InternalError')) throw sourceUnavailable(this.id, this.asked, new Refused('InternalError'));
      return counts;
    }
  }

  private async page(
    queries: readonly MeterQuery[],
    { from, to }: Window,
    nextToken: string | undefined,
    signal: AbortSignal,
  ): Promise<GetMetricDataCommandOutput> {
    await this.pacer.turn(signal);
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries.map(({ query }) => query),
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    try {
      return await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      signal.throwIfAborted();
      throw sourceUnavailable(this.id, this.asked, error);
    }
  }
}

/** What an answer says of a part of itself, as the error that it is. */
class Refused extends Error {
  constructor(status: string) {
    super(`the answer of GetMetricData is ${status}`);
    this.name = status;
  }
}
