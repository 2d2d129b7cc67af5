import type { MetricsQueryResult } from '@azure/monitor-query';
import { describe, expect, it } from 'vitest';
import { startAzureClients } from '../../../test/support/azure-clients.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';

const NOW = Date.parse('2026-11-18T15:30:20Z');
const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-11-16T00:00:00Z');
const [OFFICES] = FOUNDRY_ACCOUNTS;
const TOKENS = [
  'InputTokens',
  'OutputTokens',
  'cacheReadInputTokens',
  'ephemeral5mInputTokens',
  'ephemeral1hInputTokens',
] as const;
const BY_MODEL = "ModelDeploymentName eq '*' and ModelName eq '*'";

function span(from: number, to: number) {
  return { timespan: { startTime: new Date(from), endTime: new Date(to) }, granularity: 'PT1H' } as const;
}

/** Totals of one metric, of the series whose model's name fits. */
function sum(result: MetricsQueryResult, metric: string, model: RegExp = /./): number {
  const series = result.metrics.find(({ name }) => name === metric)?.timeseries ?? [];
  return series
    .filter(({ metadataValues }) => model.test(metadataValues?.find(({ name }) => name === 'modelname')?.value ?? ''))
    .flatMap(({ data }) => data ?? [])
    .reduce((total, bin) => total + (bin.total ?? 0), 0);
}

describe('platform metrics', () => {
  it('add up to what the ledger says, Claude apart from other models', async () => {
    const { metrics, azure } = await startAzureClients(NOW, 3, {});
    const result = await metrics.queryResource(OFFICES.resourceId, TOKENS.slice(0, 2), {
      ...span(FROM, FROM + 2 * DAY_MS),
      aggregations: ['Total'],
      filter: BY_MODEL,
      top: 100,
    });
    const cache = await metrics.queryResource(OFFICES.resourceId, TOKENS.slice(2), {
      ...span(FROM, FROM + 2 * DAY_MS),
      aggregations: ['Total'],
      filter: BY_MODEL,
      top: 100,
    });
    const { groups } = await azure.ledger({ from: FROM, to: FROM + 2 * DAY_MS, by: 'place' });
    const ledger = groups.find(({ key }) => key === OFFICES.name);
    for (const name of TOKENS.slice(0, 2)) expect(sum(result, name, /^claude/)).toBe(ledger?.metrics[name]);
    for (const name of TOKENS.slice(2)) expect(sum(cache, name)).toBe(ledger?.metrics[name]);
    expect(sum(result, 'InputTokens', /^gpt/)).toBe(ledger?.nonClaudeMetrics.InputTokens);
    expect(ledger?.nonClaudeMetrics.InputTokens).toBeGreaterThan(0);
  });

  it('call a deployment by the model that it was at the time', async () => {
    const { metrics } = await startAzureClients(NOW, 12, {});
    const changedOn = Date.parse('2026-11-10T00:00:00Z');
    const result = await metrics.queryResource(OFFICES.resourceId, ['InputTokens'], {
      ...span(changedOn, changedOn + DAY_MS),
      aggregations: ['Total'],
      filter: "ModelDeploymentName eq 'care-assistant' and ModelName eq '*'",
    });
    const models = result.metrics[0]?.timeseries.map(({ metadataValues }) => metadataValues?.map(({ value }) => value));
    expect(models).toEqual([
      ['care-assistant', 'claude-sonnet-4-6'],
      ['care-assistant', 'claude-sonnet-5-5'],
    ]);
  });

  it('tell requests by status', async () => {
    const { metrics, azure } = await startAzureClients(NOW, 3, {});
    const result = await metrics.queryResource(OFFICES.resourceId, ['ModelRequests'], {
      ...span(FROM, FROM + 2 * DAY_MS),
      filter: "StatusCode eq '*' and ModelName eq '*'",
      top: 200,
    });
    const { groups } = await azure.ledger({ from: FROM, to: FROM + 2 * DAY_MS, by: 'place' });
    const ledger = groups.find(({ key }) => key === OFFICES.name);
    expect(sum(result, 'ModelRequests', /^claude/)).toBe(ledger?.metrics.ModelRequests);
    const codes = result.metrics[0]?.timeseries.map(
      ({ metadataValues }) => metadataValues?.find(({ name }) => name === 'statuscode')?.value,
    );
    expect(new Set(codes)).toContain('429');
  });

  it('give ten series where nobody asks for more, nothing for a name in another case, and bins from where the question begins', async () => {
    const { metrics } = await startAzureClients(NOW, 3, {});
    const from = FROM + 17 * 60_000;
    const many = await metrics.queryResource(OFFICES.resourceId, ['ModelRequests'], {
      ...span(from, from + DAY_MS),
      filter: "StatusCode eq '*' and ModelDeploymentName eq '*' and StreamType eq '*'",
    });
    expect(many.metrics[0]?.timeseries.length).toBe(10);
    expect(many.metrics[0]?.timeseries[0]?.data?.[1]?.timeStamp).toEqual(new Date(from + 3_600_000));
    const wrong = await metrics.queryResource(OFFICES.resourceId, ['CacheReadInputTokens'], span(from, from + DAY_MS));
    expect(wrong.metrics[0]?.timeseries).toEqual([]);
  });

  it('have a part of the open bin', async () => {
    const { metrics, clock } = await startAzureClients(NOW, 2, { callsPerDay: 6000 });
    const hour = Date.parse('2026-11-18T15:00:00Z');
    const ask = async (): Promise<number> =>
      sum(
        await metrics.queryResource(OFFICES.resourceId, ['ModelRequests'], {
          ...span(hour, hour + 3_600_000),
          filter: "ModelName eq '*'",
        }),
        'ModelRequests',
      );
    const half = await ask();
    clock.advance(3_600_000);
    expect(half).toBeGreaterThan(0);
    expect(await ask()).toBeGreaterThan(half);
  });

  it.each([
    ['another filter', { filter: "Colour eq 'red'" }],
    ['another grain', { granularity: 'PT2H' }],
  ])('refuse %s', async (_, options) => {
    const { metrics } = await startAzureClients(NOW, 2, {});
    const asked = metrics.queryResource(OFFICES.resourceId, ['InputTokens'], {
      ...span(FROM, FROM + DAY_MS),
      ...options,
    });
    await expect(asked).rejects.toMatchObject({ statusCode: 400 });
  });

  it('are described, and denied to who lacks the role', async () => {
    const { metrics, azure } = await startAzureClients(NOW, 2, {});
    const names: string[] = [];
    for await (const { name } of metrics.listMetricDefinitions(OFFICES.resourceId)) names.push(name ?? '');
    expect(names).toEqual(expect.arrayContaining([...TOKENS, 'ModelRequests']));
    azure.setFaults({ denied: ['Microsoft.Insights/metrics/read'] });
    const asked = metrics.queryResource(OFFICES.resourceId, ['InputTokens'], span(FROM, FROM + DAY_MS));
    await expect(asked).rejects.toMatchObject({ statusCode: 403, code: 'AuthorizationFailed' });
  });
});
