import { describe, expect, it } from 'vitest';
import { FoundryGatewaySource } from '../../../src/collect/foundry/gateway.source.js';
import { FoundryRequestsSource } from '../../../src/collect/foundry/requests.source.js';
import type { LogSource } from '../../../src/collect/log-source.js';
import { normalise } from '../../../src/normalise/normalise.js';
import type { RawRecord } from '../../../src/usage/raw-record.js';
import { HOUR_MS, type Window } from '../../../src/usage/window.js';
import { describeLogSource } from '../../support/log-source-contract.js';
import { accountWithGateway, azureAccess, azureAt, correlationsIn } from '../../support/simulated-azure.js';

const NOW = Date.parse('2026-11-19T12:00:00Z');
const WINDOW = { from: NOW - 8 * HOUR_MS, to: NOW - HOUR_MS };

type Azure = Awaited<ReturnType<typeof azureAt>>;

function requestsSource({ addresses }: Azure): FoundryRequestsSource {
  const { workspaceId, resourceId, region } = accountWithGateway(addresses);
  return new FoundryRequestsSource({
    id: 'requests-under-test',
    workspaceId,
    resourceId,
    region,
    ...azureAccess(addresses),
  });
}

function gatewaySource({ addresses }: Azure, workspace?: string): FoundryGatewaySource {
  const { workspaceId, resourceId, region, gateway } = accountWithGateway(addresses);
  return new FoundryGatewaySource({
    id: 'gateway-under-test',
    workspaceId: workspace ?? workspaceId,
    resourceId: gateway,
    foundry: [{ resourceId, region }],
    destination: 'both',
    messages: 'read',
    ...azureAccess(addresses),
  });
}

const disturbOf = (azure: Azure) => async () => {
  azure.setFaults({ throttleShare: 0.05, serverErrorShare: 0.05, dropConnectionShare: 0.03, partialShare: 0.1 });
};
const breakOf = (azure: Azure) => async () => {
  azure.setFaults({ denied: ['Microsoft.OperationalInsights/workspaces/query/read'] });
};

async function readAll(source: LogSource, window: Window): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for await (const page of source.read(window, new AbortController().signal)) records.push(...page);
  return records;
}

describeLogSource('foundry-requests', async () => {
  const azure = await azureAt(NOW);
  const source = requestsSource(azure);
  const everything = await readAll(source, { from: NOW - 9 * HOUR_MS, to: NOW });
  const inWindow = everything.filter(
    ({ envelope: { ingestedAt = 0 } }) => ingestedAt >= WINDOW.from && ingestedAt < WINDOW.to,
  );
  const { workspaceId } = accountWithGateway(azure.addresses);
  const rows = await correlationsIn(
    azure.addresses,
    workspaceId,
    WINDOW,
    'AzureDiagnostics | where Category == "RequestResponse"',
  );
  if (inWindow.length !== rows.length) throw new Error(`${inWindow.length} records of ${rows.length} rows`);
  return {
    source,
    window: WINDOW,
    expectedEntryIds: inWindow.map(({ envelope }) => envelope.entryId ?? ''),
    disturb: disturbOf(azure),
    breakForGood: breakOf(azure),
  };
});

describeLogSource('foundry-gateway', async () => {
  const azure = await azureAt(NOW);
  const { workspaceId } = accountWithGateway(azure.addresses);
  const llm = await Promise.all(
    ['ApiManagementGatewayLlmLog', 'AzureDiagnostics | where Category == "GatewayLlmLogs"'].map((table) =>
      correlationsIn(azure.addresses, workspaceId, WINDOW, table).catch(() => []),
    ),
  );
  // Refused by the gateway itself, a call has no row of a model's.
  const refused = (await readAll(gatewaySource(azure), WINDOW)).filter(({ text }) => text.includes('"llm":null'));
  return {
    source: gatewaySource(azure),
    window: WINDOW,
    expectedEntryIds: [...new Set([...llm.flat(), ...refused.map(({ envelope }) => envelope.entryId ?? '')])],
    disturb: disturbOf(azure),
    breakForGood: breakOf(azure),
  };
});

describe('what Foundry’s logs tell', () => {
  it('is read into sights, and nothing of it is refused', async () => {
    const azure = await azureAt(NOW, { logMessages: true });
    for (const source of [requestsSource(azure), gatewaySource(azure)]) {
      const records = await readAll(source, { from: NOW - 30 * HOUR_MS, to: NOW });
      expect(records.length).toBeGreaterThan(100);
      const kinds = records.map((record) => Object.keys(normalise('foundry', record))[0]);
      expect(kinds.filter((kind) => kind === 'rejected')).toEqual([]);
    }
  });
});
