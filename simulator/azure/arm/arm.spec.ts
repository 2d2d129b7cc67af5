import { describe, expect, it } from 'vitest';
import { startAzureClients } from '../../../test/support/azure-clients.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const VERSION = '?api-version=2025-09-01';
const [OFFICES, RESEARCH] = FOUNDRY_ACCOUNTS;
const GATEWAY = OFFICES.gateway?.resourceId ?? '';

interface Listed {
  readonly value: readonly {
    readonly name: string;
    readonly properties: { readonly model: { readonly name: string } };
  }[];
  readonly nextLink?: string;
}

function isListed(json: unknown): json is Listed {
  return typeof json === 'object' && json !== null && 'value' in json;
}

describe('Azure Resource Manager', () => {
  it('lists what is deployed now, page by page, and nothing of what a name stood for before', async () => {
    const { rest, clock } = await startAzureClients(NOW, 12, {});
    const models = async (): Promise<Record<string, string>> => {
      const found: Record<string, string> = {};
      let next: string | undefined = `${OFFICES.resourceId}/deployments${VERSION}`;
      while (next !== undefined) {
        const { json } = await rest('GET', next);
        if (!isListed(json)) throw new Error(`no list: ${JSON.stringify(json)}`);
        for (const { name, properties } of json.value) found[name] = properties.model.name;
        next = json.nextLink;
      }
      return found;
    };
    const now = await models();
    expect(now).toMatchObject({
      'care-assistant': 'claude-sonnet-5-5',
      'claims-assessor': 'claude-opus-5',
      'chat-mini': 'gpt-5-mini',
      'underwriting-fast': 'claude-fable-5-2-fast',
    });
    clock.hold(Date.parse('2026-11-10T06:05:00Z'));
    expect(await models()).not.toHaveProperty('care-assistant');
    clock.hold(Date.parse('2026-11-08T06:05:00Z'));
    expect(await models()).toMatchObject({ 'care-assistant': 'claude-sonnet-4-6' });
  });

  it('tells where logs go, how long they stay and whether the gateway logs tokens', async () => {
    const { rest, azure } = await startAzureClients(NOW, 2, {});
    const settings = `/providers/Microsoft.Insights/diagnosticSettings${VERSION}`;
    const workspaceId = OFFICES.workspace.resourceId;
    expect((await rest('GET', `${GATEWAY}${settings}`)).json).toMatchObject({
      value: [{ properties: { workspaceId, logAnalyticsDestinationType: 'Dedicated' } }],
    });
    expect((await rest('GET', `${workspaceId.toLowerCase()}${VERSION}`)).json).toMatchObject({
      properties: { customerId: OFFICES.workspace.customerId, retentionInDays: 90 },
    });
    expect(
      (await rest('GET', `${GATEWAY}/apis/claude-messages/diagnostics/azuremonitor${VERSION}`)).json,
    ).toMatchObject({
      properties: { largeLanguageModel: { logs: 'enabled' } },
    });
    azure.setFaults({
      loggingOff: [{ resource: 'insurer-research', from: '2026-11-18T00:00:00Z' }],
      dailyCap: [{ resource: 'insurer-logs', from: '2026-11-18T00:00:00Z' }],
      retention: [{ resource: 'insurer-logs', days: 7 }],
    });
    expect((await rest('GET', `${RESEARCH.resourceId}${settings}`)).json).toEqual({ value: [] });
    expect((await rest('GET', `${workspaceId}${VERSION}`)).json).toMatchObject({
      properties: { workspaceCapping: { dataIngestionStatus: 'OverQuota' } },
    });
    expect((await rest('GET', `${workspaceId}/tables/AzureDiagnostics${VERSION}`)).json).toMatchObject({
      properties: { plan: 'Analytics', retentionInDays: 7 },
    });
  });

  it('answers 400 without an API version, 404 for what is not there and 403 without the role', async () => {
    const { rest, azure } = await startAzureClients(NOW, 2, {});
    expect((await rest('GET', OFFICES.resourceId)).status).toBe(400);
    expect((await rest('GET', `${OFFICES.resourceId}/deployments/nobody${VERSION}`)).status).toBe(404);
    azure.setFaults({ denied: ['Microsoft.CognitiveServices/accounts/deployments/read insurer-ai'] });
    expect((await rest('GET', `${OFFICES.resourceId}/deployments${VERSION}`)).status).toBe(403);
    expect((await rest('GET', `${RESEARCH.resourceId}/deployments${VERSION}`)).status).toBe(200);
  });
});
