import { describe, expect, it } from 'vitest';
import { LogsQueryResultStatus } from '@azure/monitor-query';
import { startAzureClients } from '../../../test/support/azure-clients.js';
import { NO_TOKENS } from '../../world/call.js';
import { SLOTS } from '../world/deployments.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';
import { costOnDeployment } from './foundry-prices.js';
import { AZURE_GROUPINGS } from './azure-ledger.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const FROM = Date.parse('2026-11-15T00:00:00Z');
const TO = Date.parse('2026-11-18T00:00:00Z');
const [OFFICES] = FOUNDRY_ACCOUNTS;
const MILLION_READ = { ...NO_TOKENS, cacheRead: 1_000_000 };
const MILLION_OUT = { ...NO_TOKENS, output: 1_000_000 };

describe('the price of a call', () => {
  // Dollars a million tokens, in pico-dollars: 25 a million of Opus 5's output, and a tenth more in the US Data Zone.
  it.each([
    ['Opus 5 in the US Data Zone, hosted on Azure', SLOTS.claims, MILLION_OUT, 27_500_000_000_000n],
    ['Opus 4.8 hosted on Azure, global', SLOTS.research, MILLION_OUT, 25_000_000_000_000n],
    ['Fable 5.2 fast: twice 40 a million', SLOTS.underwritingFast, MILLION_OUT, 80_000_000_000_000n],
    ['Fable 5.1 reading its cache at a fortieth', SLOTS.underwriting, MILLION_READ, 250_000_000_000n],
    ['Haiku 4.5 by its dated name', SLOTS.haiku, MILLION_READ, 100_000_000_000n],
  ])('%s', (_, slot, tokens, pico) => {
    const deployment = slot.at(NOW);
    expect(deployment && costOnDeployment(deployment, NOW, tokens)).toBe(pico);
  });
});

describe('the ledger', () => {
  it('is the same for every grouping', async () => {
    const { azure } = await startAzureClients(NOW, 3, {});
    const total = (await azure.ledger({ from: FROM, to: TO })).total;
    for (const by of AZURE_GROUPINGS.filter((by) => by !== 'none')) {
      const { groups } = await azure.ledger({ from: FROM, to: TO, by });
      expect(groups.length).toBeGreaterThan(1);
      expect(groups.reduce((sum, { calls }) => sum + calls, 0)).toBe(total.calls);
      expect(groups.reduce((sum, { costUsd }) => sum + Number(costUsd), 0)).toBeCloseTo(Number(total.costUsd), 6);
    }
  });

  it('has about the calls that were asked for, half of those of the first account through the gateway, many of them probes', async () => {
    const { azure } = await startAzureClients(NOW, 30, {});
    const { total, groups } = await azure.ledger({ to: TO, by: 'place' });
    expect((total.calls + total.nonClaudeCalls) / 29).toBeGreaterThan(1000);
    expect((total.calls + total.nonClaudeCalls) / 29).toBeLessThan(1400);
    const offices = groups.find(({ key }) => key === OFFICES.name);
    const share = (offices?.gateway.calls ?? 0) / (offices?.calls ?? 1);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    expect(total.refusedByGateway).toBeGreaterThan(0);
  });

  it('shows that the logs alone tell less than half of what the calls in them cost', async () => {
    const { azure } = await startAzureClients(NOW, 10, {});
    const { gateway } = (await azure.ledger()).total;
    expect(Number(gateway.costUsd)).toBeGreaterThan(0);
    expect(Number(gateway.costUsd) / Number(gateway.trueCostUsd)).toBeLessThan(0.5);
  });

  it('knows what the log of language models has of the gateway, row for row', async () => {
    const { azure, logs } = await startAzureClients(NOW, 3, { faults: { lateShare: 0.1, lateMaxMinutes: 2000 } });
    const answer = await logs.queryWorkspace(
      OFFICES.workspace.customerId,
      `ApiManagementGatewayLlmLog | where not(ModelName startswith "gpt")
       | summarize count(), sum(PromptTokens), sum(CompletionTokens), empty = countif(RequestId == "")`,
      { duration: 'P9D' },
    );
    if (answer.status !== LogsQueryResultStatus.Success) throw new Error('the answer is partial');
    const { gateway } = (await azure.ledger()).total;
    const { calls, emptyRows, promptTokens, completionTokens } = gateway;
    expect(answer.tables[0]?.rows[0]).toEqual([calls + emptyRows, promptTokens, completionTokens, emptyRows]);
  });

  it('tells every call as it was', async () => {
    const { azure, control } = await startAzureClients(NOW, 3, {});
    const calls = azure.calls(FROM, TO);
    const { total } = await azure.ledger({ from: FROM, to: TO });
    const picoUsd = calls
      .filter(({ model }) => model.startsWith('claude'))
      .reduce((sum, { costPicoUsd }) => sum + BigInt(costPicoUsd), 0n);
    expect(Number(picoUsd) / 1e12).toBeCloseTo(Number(total.costUsd), 9);
    expect(calls.filter(({ kind }) => kind === 'probe').length).toBe(total.probes);
    expect(new Set(calls.map(({ correlationId }) => correlationId)).size).toBe(calls.length);
    const answer: unknown = await (await fetch(`${control}/azure/calls?to=2026-11-16T00:00:00Z`)).json();
    expect(answer).toEqual(azure.calls(FROM, Date.parse('2026-11-16T00:00:00Z')));
  });

  it('is asked over HTTP too', async () => {
    const { azure, control } = await startAzureClients(NOW, 3, {});
    const answer: unknown = await (await fetch(`${control}/azure/ledger?by=caller&to=2026-11-18T00:00:00Z`)).json();
    expect(answer).toEqual(JSON.parse(JSON.stringify(await azure.ledger({ by: 'caller', to: TO }))));
    expect((await fetch(`${control}/azure/ledger?by=colour`)).status).toBe(400);
    const faults = await fetch(`${control}/azure/faults`, { method: 'PUT', body: '{"lateShare":0.5}' });
    expect(await faults.json()).toMatchObject({ lateShare: 0.5 });
  });

  it.each([
    { lateness: 1 },
    { denied: ['Anything/read'] },
    { lateShare: 2 },
    { dailyCap: [{ resource: 'x', from: 0 }] },
  ])('refuses the fault %j', async (change) => {
    const { azure } = await startAzureClients(NOW, 1, {});
    expect(() => azure.setFaults(change)).toThrow(/azure faults/);
  });
});
