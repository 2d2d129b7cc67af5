import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEY, configurations } from '../../test/support/configuration.js';
import { attributionRulesSchema } from '../attribute/attribution-rules.js';
import { packageRoot } from './package-root.js';

const { load } = configurations();

describe('a configuration', () => {
  it('is shown whole by the example file, also with what it keeps in comments', () => {
    const example = readFileSync(join(packageRoot(), 'ledgerline.config.example.yaml'), 'utf8');
    expect(load(example).sources.map(({ id }) => id)).toEqual(['bedrock-prod-us-east-1']);
    const whole = load(
      example.replace(
        /^( *)# (?=attribution:$|audit:$|oidc:$|publicUrl:|baseUrl:|channels:$|contents:|credentials:|database:$|endpoint:|- id:|key:|previousKeys:|requestsPerSecond:|prices:$| +)/gm,
        '$1',
      ),
      {
        DATABASE_URL: 'postgres://db/ledger',
        LEDGERLINE_OIDC_SECRET: 'secret',
        LEDGERLINE_SIGNING_KEY: 'secret',
        LEDGERLINE_EXTERNAL_ID: 'of this test',
        LEDGERLINE_CONTENT_KEY: KEY,
        LEDGERLINE_OLD_CONTENT_KEY: KEY,
        AZURE_CLIENT_SECRET: 'secret',
        SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x',
        TEAMS_WORKFLOW_URL: 'https://example.westeurope.logic.azure.com/workflows/x?sig=y',
        PAGERDUTY_ROUTING_KEY: '0123456789abcdef0123456789abcdef',
        SMTP_PASSWORD: 'secret',
        TICKETS_SECRET: 'secret',
      },
    );
    expect(whole.database.url).toBe('postgres://db/ledger');
    expect(whole.signIn.oidc).toMatchObject({
      teams: { 'dept-claims': ['Claims'] },
      roles: { finance: ['controllers'] },
    });
    expect(whole.server.publicUrl).toBe('https://ledgerline.example.com');
    expect(whole.sources).toMatchObject([
      {
        endpoint: { logs: expect.stringContaining('https://vpce-') },
        credentials: { externalId: 'of this test' },
        contents: 'full',
        requestsPerSecond: 10,
      },
      { kind: 'bedrock-s3', bucket: 'example-logs', keyPrefix: 'bedrock' },
      { kind: 'bedrock-cost', bucket: 'example-billing', exportName: 'claude-cur' },
      { kind: 'vertex-request-response', location: 'us-east5', table: 'example-claude-prod.vertex_logs.us_east5' },
      { kind: 'vertex-inference-metadata', fields: { inputTokens: 'jsonPayload.tokenCounts.inputTokens' } },
      { kind: 'vertex-audit', credentials: { keyFile: '/etc/ledgerline/reader.json' } },
      { kind: 'vertex-metrics', projectId: 'example-claude-prod' },
      { kind: 'vertex-cost', projectId: 'example-billing' },
      { kind: 'foundry-metrics', region: 'eastus2' },
      {
        kind: 'foundry-gateway',
        // Azure compares ids without case; small letters are what everything is kept by.
        resourceId: expect.stringContaining('/providers/microsoft.apimanagement/service/example-gateway'),
        foundry: [{ region: 'eastus2' }],
        credentials: { clientSecret: 'secret' },
      },
      { kind: 'foundry-requests', workspaceId: '00000000-0000-4000-8000-000000000002' },
      { kind: 'foundry-deployments' },
      { kind: 'foundry-cost', meterFilter: ['claude', 'anthropic', 'ccu'] },
    ]);
    expect(whole.discoveries.map(({ accountId }) => accountId)).toEqual(['444455556666', '777788889999']);
    expect(load(example).alerts).toEqual(load('').alerts);
    expect(whole.channels.map(({ kind }) => kind)).toEqual(['slack', 'teams', 'pagerduty', 'email', 'webhook']);
    expect(attributionRulesSchema.parse(whole.attribution?.rules)).toMatchObject([{ team: 'Claims' }]);
    expect(whole.prices).toMatchObject({
      mappings: [{ model: 'claude-sonnet-5' }],
      terms: [{ discountPercent: '7' }],
      commitments: [{ usd: '39.60', per: 'hour' }],
      currency: [{ currency: 'EUR' }],
      residency: [{ name: 'claims data stays in Europe' }],
      book: { govCloudMultiplier: '1.2', extendedAccess: [{ model: 'claude-3-5-sonnet' }] },
    });
  });
});
