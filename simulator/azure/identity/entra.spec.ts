import { ClientSecretCredential } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { startAzureClients } from '../../../test/support/azure-clients.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';

const NOW = Date.parse('2026-11-18T15:30:00Z');
const [OFFICES] = FOUNDRY_ACCOUNTS;

describe('tokens', () => {
  it('are given for the right secret and the scope of an API only', async () => {
    const { addresses, credential } = await startAzureClients(NOW, 2, {});
    await expect(credential.getToken('https://management.azure.com/.default')).resolves.toHaveProperty('token');
    await expect(credential.getToken('https://example.com/.default')).rejects.toThrow(/AADSTS500011/);
    const wrong = new ClientSecretCredential(addresses.tenantId, addresses.clientId, 'guessed', {
      authorityHost: addresses.authority,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: addresses.caPem },
    });
    await expect(wrong.getToken('https://management.azure.com/.default')).rejects.toThrow(/AADSTS7000215/);
  });

  it('open the API that they were given for and no other', async () => {
    const { logs, metrics, rest, azure } = await startAzureClients(NOW, 2, {});
    const { status } = await rest('POST', `/v1/workspaces/${OFFICES.workspace.customerId}/query`, { query: 'X' });
    expect(status).toBe(403);
    azure.setFaults({ expiredTokenShare: 1 });
    const asked = logs.queryWorkspace(OFFICES.workspace.customerId, 'AzureDiagnostics | count', { duration: 'P1D' });
    await expect(asked).rejects.toMatchObject({ statusCode: 401 });
    await expect(metrics.queryResource(OFFICES.resourceId, ['InputTokens'])).rejects.toMatchObject({ statusCode: 401 });
  });
});
