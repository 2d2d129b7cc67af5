import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type GetMetricDataCommandInput,
  type Metric,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { closing, errorOf, reach, standInAt } from '../../test/support/stand-in.js';
import type { Simulator, SimulatorOptions } from '../start-simulator.js';
import { PLACES } from '../world-places.js';
import { readSearch } from './search-expression.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const [VIRGINIA] = PLACES;

function start(options: SimulatorOptions = {}): Promise<Simulator> {
  return standInAt(NOW, { historyDays: 3, ...options });
}

function clientOf(simulator: Simulator, { accountId, region } = { ...VIRGINIA }): CloudWatchClient {
  return closing(new CloudWatchClient(reach(simulator, { accountId, region })));
}

type Question = Partial<GetMetricDataCommandInput> & { readonly queries: MetricDataQuery[] };

async function pagesOf(client: CloudWatchClient, { queries, ...rest }: Question): Promise<MetricDataResult[][]> {
  const pages: MetricDataResult[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(NOW - 2 * DAY_MS),
        EndTime: new Date(NOW),
        MetricDataQueries: queries,
        NextToken,
        ...rest,
      }),
    );
    pages.push(page.MetricDataResults ?? []);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return pages;
}

async function ask(client: CloudWatchClient, question: Question): Promise<MetricDataResult[]> {
  return (await pagesOf(client, question)).flat();
}

function search(terms: string, period = 3600): MetricDataQuery {
  return { Id: 'q', Expression: `SEARCH('{AWS/Bedrock,ModelId} ${terms}', 'Sum', ${period})` };
}

function sum(results: readonly MetricDataResult[]): number {
  return results.flatMap(({ Values = [] }) => Values).reduce((total, value) => total + value, 0);
}

describe('GetMetricData, asked by the SDK', () => {
  it('counts what was called by model, and never less than what was logged', async () => {
    const simulator = await start();
    for (const place of PLACES) {
      const { groups } = await simulator.ledger({ by: 'accountRegion', from: NOW - 2 * DAY_MS, to: NOW });
      const logged = groups.find((group) => group.key === `${place.accountId}/${place.region}`);
      const client = clientOf(simulator, place);
      const metered = async (name: string): Promise<number> =>
        sum(await ask(client, { queries: [search(`MetricName="${name}"`)] }));
      expect(await metered('InputTokenCount')).toBeGreaterThanOrEqual(logged?.tokens.input ?? 0);
      expect(await metered('OutputTokenCount')).toBeGreaterThanOrEqual(logged?.tokens.output ?? 0);
      expect(await metered('CacheReadInputTokenCount')).toBeGreaterThanOrEqual(logged?.tokens.cacheRead ?? 0);
      const written = (logged?.tokens.cacheWrite5m ?? 0) + (logged?.tokens.cacheWrite1h ?? 0);
      expect(await metered('CacheWriteInputTokenCount')).toBeGreaterThanOrEqual(written);
      expect(await metered('CacheReadInputTokens')).toBe(0);
      // Calls that were throttled or refused are logged and are no invocations.
      expect(await metered('Invocations')).toBeGreaterThan((logged?.requests ?? 0) * 0.97);
      expect(written).toBeGreaterThan(0);
    }
  });

  it('answers for one model, in any period, with the same total and the newest first', async () => {
    const client = clientOf(await start());
    const modelId = 'global.anthropic.claude-haiku-5-5';
    const query = (Period: number): MetricDataQuery => ({
      Id: 'haiku',
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Bedrock',
          MetricName: 'OutputTokenCount',
          Dimensions: [{ Name: 'ModelId', Value: modelId }],
        },
        Period,
        Stat: 'Sum',
      },
    });
    const range = { StartTime: new Date('2026-11-16T00:00:00Z'), EndTime: new Date('2026-11-18T00:00:00Z') };
    const byPeriod = await Promise.all(
      [60, 300, 3600, 86_400].map((period) => ask(client, { queries: [query(period)], ...range })),
    );
    const totals = byPeriod.map(sum);
    expect(totals[0]).toBeGreaterThan(0);
    expect(new Set(totals).size).toBe(1);
    const days = byPeriod[3]?.[0]?.Timestamps?.map((at) => at.toISOString().slice(0, 10));
    expect(days).toEqual(['2026-11-17', '2026-11-16']);
    const found = await ask(client, {
      queries: [search(`MetricName="OutputTokenCount" ModelId="${modelId}"`)],
      ...range,
    });
    expect(sum(found)).toBe(totals[0]);
    const upwards = await ask(client, { queries: [query(86_400)], ...range, ScanBy: 'TimestampAscending' });
    expect(upwards[0]?.Timestamps?.map((at) => at.getUTCDate())).toEqual([16, 17]);
  });

  it('gives every series once over its pages', async () => {
    const client = clientOf(await start());
    const pages = await pagesOf(client, { queries: [search('TokenCount')] });
    const labels = pages.flat().map((result) => result.Label);
    expect(pages.length).toBeGreaterThan(1);
    expect(new Set(labels).size).toBe(labels.length);
    const narrow = await pagesOf(client, { queries: [search('TokenCount')], MaxDatapoints: 60 });
    expect(narrow.length).toBeGreaterThan(pages.length);
    expect(narrow.flat()).toEqual(pages.flat());
  });

  it('meters traffic in a region without a log, and throttles at busy hours', async () => {
    const simulator = await start({ historyDays: 7 });
    const range = { StartTime: new Date(NOW - 7 * DAY_MS) };
    const stockholm = clientOf(simulator, { ...VIRGINIA, accountId: '764105392718', region: 'eu-north-1' });
    expect(sum(await ask(stockholm, { queries: [search('Invocations')], ...range }))).toBeGreaterThan(50);
    const throttles = await ask(clientOf(simulator), { queries: [search('InvocationThrottles')], ...range });
    // 14:00 to 22:00 UTC are the hours in which the offices of Virginia are busiest.
    const hours = throttles.flatMap(({ Timestamps = [] }) => Timestamps.map((at) => at.getUTCHours()));
    const busy = hours.filter((hour) => hour >= 13 && hour <= 22).length;
    expect(busy).toBeGreaterThan(hours.length / 2);
    expect(await ask(clientOf(simulator, { ...VIRGINIA, region: 'eu-west-3' }), { queries: [search('')] })).toEqual([]);
  });

  it('counts deliveries of the log under one name for all models', async () => {
    const simulator = await start();
    const [both] = await ask(clientOf(simulator), {
      queries: [search('ModelInvocationLogsS3DeliverySuccess', 86_400)],
    });
    expect(both?.Label).toContain('Across all model IDs');
    expect(sum(both ? [both] : [])).toBeGreaterThan(100);
    const oregon = clientOf(simulator, { ...VIRGINIA, region: 'us-west-2' });
    expect(await ask(oregon, { queries: [search('ModelInvocationLogsS3DeliverySuccess')] })).toEqual([]);
    expect(await ask(oregon, { queries: [search('DeliveryFailure')] })).toEqual([]);
  });

  it.each<[string, MetricDataQuery[], RegExp]>([
    ['more than 500 queries', Array.from({ length: 501 }, (_, n) => ({ ...search(''), Id: `q${n}` })), /^Validation/],
    ['arithmetic', [{ Id: 'q', Expression: 'SUM(METRICS())', Period: 60 }], /^Validation/],
    ['a period of 90 seconds', [search('Invocations', 90)], /^Validation/],
  ])('refuses %s', async (_what, queries, expected) => {
    expect(await errorOf(ask(clientOf(await start()), { queries }))).toMatch(expected);
  });

  it('is throttled and fails as other services do', async () => {
    const client = clientOf(await start({ faults: { throttleShare: 1 } }));
    expect(await errorOf(ask(client, { queries: [search('')] }))).toMatch(/^Throttling/);
  });
});

describe('ListMetrics', () => {
  it('lists metrics of the last two weeks by model, with bare ids in place of ARNs', async () => {
    const client = clientOf(await start());
    const listed: Metric[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock', NextToken }));
      listed.push(...(page.Metrics ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const models = new Set(listed.map((metric) => metric.Dimensions?.[0]?.Value ?? ''));
    expect([...models].some((model) => model.startsWith('arn:'))).toBe(false);
    expect([...models].some((model) => /^[a-z0-9]{12}$/.test(model))).toBe(true);
    expect(models).toContain('global.anthropic.claude-opus-5-5');
    const one = await client.send(new ListMetricsCommand({ MetricName: 'Invocations' }));
    expect(new Set(one.Metrics?.map((metric) => metric.MetricName))).toEqual(new Set(['Invocations']));
  });
});

describe('a SEARCH', () => {
  const metric = { name: 'InputTokenCount', modelId: 'us.anthropic.claude-opus-5' };

  it.each<[string, boolean]>([
    ['', true],
    ['TokenCount', true],
    ['"TokenCount"', false],
    ['MetricName="InputTokenCount"', true],
    ['MetricName=("Invocations" OR "InputTokenCount")', true],
    ['Invocations OR InputTokenCount', true],
    ['InputTokenCount NOT ModelId=opus', false],
    ['TokenCount AND ModelId="us.anthropic.claude-opus-5"', true],
    ['ModelId=sonnet', false],
  ])('for %s', (terms, expected) => {
    expect(readSearch(`SEARCH('{AWS/Bedrock,ModelId} ${terms}', 'Sum', 60)`).matches(metric)).toBe(expected);
  });

  it('of another schema finds nothing', () => {
    expect(readSearch("SEARCH('{AWS/Bedrock,Model} Input', 'Sum')").matches(metric)).toBe(false);
  });
});
