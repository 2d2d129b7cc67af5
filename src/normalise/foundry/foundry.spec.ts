import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recorded } from '../../../test/support/recorded.js';
import type { Envelope } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { normaliseFoundry } from './foundry.js';

const ACCOUNT =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/rg-ai/providers/microsoft.cognitiveservices/accounts/example-ai';
const OF_SOURCE: Envelope = { accountId: ACCOUNT, region: 'eastus2' };

const fixture = (name: string) => recorded('foundry', name);

function read(text: string, envelope: Envelope = OF_SOURCE) {
  return normaliseFoundry({ text, envelope });
}

function sightOf(text: string, envelope?: Envelope) {
  const answer = read(text, envelope);
  if (!('sight' in answer)) throw new Error(`expected a sight, got ${JSON.stringify(answer)}`);
  return answer.sight;
}

/** A fixture with other values at some places. */
function changed(name: string, changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...parsed(fixture(name)), ...changes });
}

/** The gateway's call with other values in one of its rows, or in both. */
function changedCall(changes: {
  readonly llm?: Record<string, unknown>;
  readonly call?: Record<string, unknown>;
}): string {
  const { llm, call } = parsed(fixture('gateway-call'));
  return changed('gateway-call', {
    llm: { ...objectSchema.parse(llm), ...changes.llm },
    call: { ...objectSchema.parse(call), ...changes.call },
  });
}

const objectSchema = z.record(z.string(), z.unknown());
const parsed = (text: string) => objectSchema.parse(JSON.parse(text));

describe('a row of the request and response log', () => {
  it('is a call with its status, its duration and its deployment, without tokens', () => {
    const { log, event } = sightOf(fixture('request-response'), {});
    expect(log).toBe('resource');
    expect(event).toMatchObject({
      accountId: ACCOUNT,
      region: 'eastus2',
      // 639304311524597480 ticks of 100 ns since the year 1; `time` is four seconds later.
      occurredAt: '2026-11-16T13:05:52.459Z',
      modelId: 'claude-code',
      model: 'claude-sonnet-5',
      vendor: 'anthropic',
      endpointScope: 'unknown',
      streamed: true,
      outcome: 'ok',
      errorCode: null,
      latencyMs: 1021,
      requestBytes: 569_152,
      responseBytes: 1762,
      callerAddress: '81.2.69.***',
      identity: { kind: 'entra-object', name: 'fb516f86-0e60-43f5-a569-075588fa2a11', session: null, accountId: null },
      tokens: { input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null },
      provenance: { tokens: 'absent', cacheTtl: 'none', model: 'record', time: 'record' },
    } satisfies Partial<UsageEvent>);
    expect(event.flags).toEqual(['tokensMissing', 'scopeUnknown']);
  });

  it('is the same call whether its properties are text, an object or columns', () => {
    const asText = sightOf(fixture('request-response'), {});
    const asObject = sightOf(
      changed('request-response', { properties: parsed(String(parsed(fixture('request-response'))['properties'])) }),
      {},
    );
    expect(asObject).toEqual(asText);
    expect(sightOf(fixture('request-response-columns'), {})).toEqual(asText);
  });

  it.each<[string, Readonly<Record<string, unknown>>, Partial<UsageEvent>]>([
    ['a failed call', { ResultSignature: '429' }, { outcome: 'failed', errorCode: '429' }],
    ['a duration below zero, which the ticks correct', { DurationMs: -3 }, { latencyMs: 1021 }],
    ['another maker’s model', { modelName_s: 'gpt-4o' }, { vendor: 'openai', model: null }],
    ['a fast model', { modelName_s: 'claude-fable-5-2-fast' }, { model: 'claude-fable-5-2', speed: 'fast' }],
    [
      'a model without a name, however the deployment is called',
      { modelName_s: '' },
      { model: null, vendor: 'unknown' },
    ],
    ['no caller', { objectId_g: '' }, { principal: null, identity: null }],
  ])('%s', (_, change, expected) => {
    expect(sightOf(changed('request-response-columns', change)).event).toMatchObject(expected);
  });

  it('of another operation than a model’s answer is no call', () => {
    const text = changed('request-response-columns', { OperationName: 'Create_Thread', modelDeploymentName_s: '' });
    expect(read(text)).toEqual({ ignored: { reason: 'notInference' } });
    expect(read(fixture('audit'))).toEqual({ ignored: { reason: 'audit' } });
  });
});

const SESSION = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';

describe('a call through the gateway', () => {
  it.each([
    ['as our reader asks for them', { UserAgent: 'claude-cli/2.1.4 (external, cli)', ClaudeCodeSession: SESSION }],
    [
      'as an export has them',
      { RequestHeaders: { 'user-agent': 'claude-cli/2.1.4 (external, cli)', 'X-Claude-Code-Session-Id': SESSION } },
    ],
  ])('tells its program and session by headers %s', (_, headers) => {
    const { event } = sightOf(changedCall({ call: headers }));
    expect(event.userAgent).toBe('claude-cli/2.1.4 (external, cli)');
    expect(event.requestMetadata).toMatchObject({ client: 'claude-code', session: SESSION });
  });

  it('tells its caller and its uncached tokens, and nothing of the cache', () => {
    const { log, recordId, event } = sightOf(fixture('gateway-call'));
    expect([log, recordId]).toEqual(['gateway', 'f61d268e-15b1-4185-a9ff-93306c6c8f85']);
    expect(event).toMatchObject({
      accountId: ACCOUNT,
      region: 'eastus2',
      occurredAt: '2026-11-16T13:05:52.459Z',
      messageId: 'msg_011CeNuMuP2qSHCggPsDdSmK',
      correlationIds: {
        'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
        'apim-request-id': '2f1f0d0a-6a6e-4d0d-8a53-5a3a9d1c7b11',
      },
      modelId: 'claude-haiku-4-5-20251001',
      model: 'claude-haiku-4-5',
      operation: 'CreateMessage',
      outcome: 'ok',
      tokens: { input: 17, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: 7 },
      principal: 'claims-team',
      identity: { kind: 'apim-subscription', name: 'claims-team', session: 'anna.weber', accountId: null },
      requestMetadata: { 'apim-product': 'claude-code', 'apim-user': 'anna.weber', 'apim-api': 'claude-messages' },
      callerAddress: '192.0.2.17',
      latencyMs: 1830,
    } satisfies Partial<UsageEvent>);
    expect(event.flags).toEqual(['scopeUnknown', 'cacheUnknown']);
  });

  it('tells tokens read from the cache where the log has a column for them', () => {
    const text = changedCall({ llm: { PromptTokens: 26, PromptCachedTokens: 48_854 } });
    expect(sightOf(text).event.tokens).toMatchObject({ input: 26, cacheRead: 48_854, cacheWrite5m: null });
  });

  it.each([
    ['Foundry’s own limit', 429, 429, '429'],
    ['a policy of the gateway', 429, null, 'gateway-429'],
    ['a quota of the gateway', 403, 0, 'gateway-403'],
    ['a fault behind the gateway', 502, 503, '503'],
  ])('that fails says who refused it: %s', (_, ResponseCode, BackendResponseCode, errorCode) => {
    const text = changedCall({
      call: { ResponseCode, BackendResponseCode },
      llm: { RequestId: '', PromptTokens: 0, CompletionTokens: 0 },
    });
    const { event } = sightOf(text);
    expect(event).toMatchObject({ outcome: 'failed', errorCode });
    // Zeros of a call that was never answered were counted by nobody.
    expect(event.tokens.input).toBeNull();
  });

  it('that only asks whether the gateway is there is a probe', () => {
    const text = changedCall({
      call: {
        Method: 'HEAD',
        Url: 'https://example-gateway.azure-api.net/anthropic/api/hello',
      },
      llm: { RequestId: '', ModelName: '', PromptTokens: 0, CompletionTokens: 0 },
    });
    expect(read(text)).toEqual({ ignored: { reason: 'probe' } });
  });

  it('is read from exports too, row by row, in any spelling of its columns', () => {
    const llm = {
      Category: 'GatewayLlmLogs',
      CorrelationId: 'c',
      TimeGenerated: '2026-11-16T13:05:52Z',
      requestId_s: 'msg_1',
    };
    const counted = {
      ...llm,
      promptTokens_d: 17,
      completionTokens_d: '7',
      modelName_s: 'claude-opus-5',
      deploymentName_s: 'main',
    };
    expect(sightOf(JSON.stringify(counted))).toMatchObject({
      recordId: 'c',
      event: { tokens: { input: 17, output: 7 }, model: 'claude-opus-5', modelId: 'main', messageId: 'msg_1' },
    });
    const call = {
      category: 'GatewayLogs',
      correlationId: 'c',
      time: '2026-11-16T13:05:52.0000000Z',
      properties: { apimSubscriptionId: 's', responseCode: 200, url: 'https://gw.example.com/v1/messages' },
    };
    expect(sightOf(JSON.stringify(call))).toMatchObject({ recordId: 'c/call', event: { principal: 's' } });
  });

  it.each([
    ['noAccount', fixture('gateway-call'), {}],
    ['noRegion', fixture('gateway-call'), { accountId: ACCOUNT }],
    ['badCounter', changedCall({ llm: { PromptTokens: 0.5 } }), OF_SOURCE],
    ['otherLog', '{"category":"Mystery"}', OF_SOURCE],
    ['otherLog', '{}', OF_SOURCE],
    ['notJson', 'Once upon a time', OF_SOURCE],
  ])('that cannot be read is refused with its reason: %s', (reason, text, envelope) => {
    expect(read(text, envelope)).toMatchObject({ rejected: { reason } });
  });

  it.each([
    [
      '{"error":{"code":"InsufficientAccessError","message":"no"}}',
      'an error that Azure answered (InsufficientAccessError)',
    ],
    ['{"type":"message","role":"assistant","content":[]}', 'an answer of Claude'],
    ['{"value":[{"name":{"value":"InputTokens"},"timeseries":[]}]}', 'foundry-metrics'],
    ['{"azure":{"timegrain":"PT1M"}}', 'foundry-metrics'],
    ['{"properties":{"columns":[{"name":"PreTaxCost"}],"rows":[[1.5]]}}', 'foundry-cost'],
    ['{"properties":{"retentionInDays":30}}', 'the retention of a table'],
    ['{"format":"Anthropic","name":"claude-opus-5","version":"2"}', 'foundry-deployments'],
    ['{"properties":{"model":{"name":"claude-opus-5"}}}', 'foundry-deployments'],
    ['{}', 'names no `category`'],
    ['TimeGenerated,Category,CallerIPAddress', 'looks like a line of CSV'],
  ])('that is of no log is told what it may be instead: %s', (text, words) => {
    expect(read(text, OF_SOURCE)).toMatchObject({ rejected: { detail: expect.stringContaining(words) } });
  });
});
