import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recorded } from '../../../test/support/recorded.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { normaliseVertex } from './vertex-log.js';

const text = (name: string) => recorded('vertex', name);
const TABLE = { accountId: 'acme-ai-dev', region: 'us-east5' };

const normalised = (name: string, envelope = {}) => normaliseVertex({ text: text(name), envelope });

function eventOf(name: string, envelope: { accountId?: string; region?: string } = {}): UsageEvent {
  const answer = normalised(name, name.startsWith('row') ? { ...TABLE, ...envelope } : envelope);
  if (!('sight' in answer)) throw new Error(`${name} is no sight: ${JSON.stringify(answer)}`);
  return answer.sight.event;
}

describe('a row of request-response logging', () => {
  it('tells tokens by lifetime, the answer, the session, and when the call began', () => {
    const answer = normalised('row-message', TABLE);
    expect(answer).toMatchObject({ sight: { log: 'requestResponse', recordId: '5374205265901353984' } });
    expect(eventOf('row-message')).toMatchObject({
      cloud: 'vertex',
      // 07:14:11.2265 less 11.225994 s
      occurredAt: '2026-11-20T07:14:00.001Z',
      latencyMs: 11_226,
      accountId: 'acme-ai-dev',
      region: 'us-east5',
      modelId: 'claude-opus-5',
      model: 'claude-opus-5',
      vendor: 'anthropic',
      endpointScope: 'region',
      operation: 'rawPredict',
      streamed: false,
      outcome: 'ok',
      messageId: 'msg_vrtx_01PbLXjy7XzfNMiH76f3s5Ep',
      stopReason: 'tool_use',
      serviceTier: 'standard',
      // Vertex says "", which is no place.
      inferenceGeo: null,
      webSearchRequests: 1,
      tokens: { input: 2, cacheRead: 7, cacheWrite5m: 18_000, cacheWrite1h: 946, output: 4 },
      tools: ['Bash'],
      principal: null,
      identity: null,
      requestMetadata: { client: 'claude-code', session: '6e944337-4f11-4899-a4d5-aff05c7a9e81' },
      flags: ['accountFromSource', 'regionFromSource'],
      provenance: { tokens: 'body', cacheTtl: 'body', model: 'modelId', time: 'fromEnd' },
    });
  });

  it.each(['row-stream-events', 'row-stream-one-list', 'row-stream-text', 'row-stream-text-in-pieces'])(
    'holds a stream in any form, whose end repeats counts of its beginning as 0: %s',
    (name) => {
      expect(eventOf(name)).toMatchObject({
        operation: 'streamRawPredict',
        streamed: true,
        outcome: 'ok',
        stopReason: 'end_turn',
        messageId: 'msg_vrtx_01PbLXjy7XzfNMiH76f3s5Ep',
        tokens: { input: 25, cacheRead: 18_946, cacheWrite5m: 0, cacheWrite1h: 0, output: 179 },
        flags: ['accountFromSource', 'regionFromSource'],
      });
    },
  );

  it('keeps a request id beyond 2^53 whole', () => {
    expect(eventOf('row-stream-events').requestId).toBe('99999999999999999999');
  });

  it('keeps it whole also where the export printed a bare number', () => {
    const bare = text('row-message').replace(/("request_id":\s*)"\d+"/, '$19223372036854775998');
    expect(normaliseVertex({ text: bare, envelope: TABLE })).toMatchObject({
      sight: { recordId: '9223372036854775998' },
    });
  });

  it('of an old table of six columns takes the model from the answer, and its end for its time', () => {
    expect(eventOf('row-six-columns')).toMatchObject({
      occurredAt: '2026-11-20T07:14:11.227Z',
      latencyMs: null,
      modelId: 'claude-3-5-sonnet-v2-20241022',
      model: 'claude-3-5-sonnet',
      operation: 'unknown',
      tokens: { input: 1587, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 179 },
      requestMetadata: { user_id: 'claims-worker-7' },
      flags: ['accountFromSource', 'regionFromSource', 'cachePairAbsent'],
      provenance: { time: 'end' },
    });
  });

  it('of a stream that was cut off has unknown output, never 0', () => {
    const event = eventOf('row-truncated-stream');
    expect(event.tokens).toEqual({ input: 25, cacheRead: 18_946, cacheWrite5m: 0, cacheWrite1h: 0, output: null });
    expect(event.flags).toEqual(expect.arrayContaining(['bodyTruncated', 'tokensMissing']));
  });

  it.each([
    ['row-error', 'overloaded_error'],
    ['row-google-error', 'RESOURCE_EXHAUSTED'],
  ])('%s is a failed call: %s', (name, errorCode) => {
    const event = eventOf(name);
    expect(event).toMatchObject({ outcome: 'failed', errorCode, tokens: { input: null, output: null } });
    expect(event.flags).toContain('tokensMissing');
  });

  it('without an answer has unknown tokens', () => {
    const event = eventOf('row-without-answer');
    expect(event).toMatchObject({ outcome: 'ok', tokens: { input: null, cacheRead: null, output: null } });
    expect(event.flags).toEqual(expect.arrayContaining(['bodyAbsent', 'tokensMissing']));
  });

  it('takes the lifetime of cache writes from the request where the answer does not split them', () => {
    const event = eventOf('row-lifetime-from-request');
    expect(event.tokens).toMatchObject({ cacheWrite5m: 0, cacheWrite1h: 500 });
    expect(event.provenance.cacheTtl).toBe('request');
  });

  it("of Google's own models is kept as another maker's, its cached and thought tokens apart", () => {
    expect(eventOf('row-gemini', { region: 'us-central1' })).toMatchObject({
      occurredAt: '2026-11-20T07:14:11.022Z',
      vendor: 'google',
      model: null,
      modelId: 'gemini-2.5-pro',
      operation: 'generateContent',
      stopReason: 'STOP',
      tokens: { input: 3, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 930 },
      flags: ['accountFromSource', 'regionFromSource'],
    });
  });

  it('says what is new in it, by name', () => {
    const row: unknown = JSON.parse(text('row-message').replace('"deployed_model_id"', '"caller_principal"'));
    const answer = normaliseVertex({ text: JSON.stringify(row), envelope: TABLE });
    expect(answer).toMatchObject({ drift: [{ kind: 'field', name: 'caller_principal' }] });
  });

  it('is the same alone and as our reader writes it', () => {
    const own = JSON.stringify({ log: 'requestResponse', row: JSON.parse(text('row-message')) });
    expect(normaliseVertex({ text: own, envelope: TABLE })).toEqual(normalised('row-message', TABLE));
  });
});

describe('an entry of the inference metadata log', () => {
  it('tells tokens by lifetime, latency and labels', () => {
    expect(normalised('metadata-camel-case')).toMatchObject({ sight: { log: 'inferenceMetadata', recordId: 'm1' } });
    expect(eventOf('metadata-camel-case')).toMatchObject({
      occurredAt: '2026-11-20T07:14:00.361Z',
      accountId: 'acme-ai-prod',
      region: 'us-east5',
      modelId: 'claude-opus-5',
      model: 'claude-opus-5',
      endpointScope: 'region',
      operation: 'streamRawPredict',
      streamed: true,
      outcome: 'ok',
      latencyMs: 7350,
      // Thinking is in the output already.
      tokens: { input: 12, cacheRead: 18_946, cacheWrite5m: 1200, cacheWrite1h: 300, output: 640 },
      requestMetadata: { team: 'claims', cost_centre: '4711' },
      principal: null,
      flags: [],
      provenance: { tokens: 'counters', cacheTtl: 'counters', model: 'modelId', time: 'record' },
    });
  });

  it('is read in another spelling; labels of the body go before those of the header; capacity is not paid by the token', () => {
    expect(eventOf('metadata-snake-case-provisioned')).toMatchObject({
      region: 'europe-west1',
      modelId: 'claude-sonnet-4-5@20250929',
      endpointScope: 'provisioned',
      outcome: 'ok',
      latencyMs: 2500,
      tokens: { input: 900, cacheRead: 0, cacheWrite5m: 500, cacheWrite1h: 0, output: 70 },
      requestMetadata: { team: 'fraud', client: 'gateway' },
      flags: ['cacheTtlAssumed'],
    });
  });

  it('of provisioned throughput where there is none says so', () => {
    const event = eventOf('metadata-provisioned-global');
    expect(event).toMatchObject({ endpointScope: 'provisioned' });
    expect(event.flags).toContain('provisionedNotRegional');
  });

  it('of a failed call has its code by name and unknown tokens', () => {
    expect(eventOf('metadata-failed')).toMatchObject({
      region: 'global',
      endpointScope: 'global',
      outcome: 'failed',
      errorCode: 'RESOURCE_EXHAUSTED',
      tokens: { input: null, output: null },
      flags: ['tokensMissing'],
    });
  });

  it("of another maker's model is kept, its thoughts counted as output", () => {
    expect(eventOf('metadata-gemini')).toMatchObject({
      vendor: 'google',
      model: null,
      tokens: { input: 3, output: 930 },
    });
  });

  it('is read at the places that the configuration names', () => {
    const entry: unknown = JSON.parse(text('metadata-camel-case').replaceAll('inputTokens', 'promptSize'));
    const record = { log: 'cloudLogging', entry, fields: { inputTokens: 'jsonPayload.tokenCounts.promptSize' } };
    const answer = normaliseVertex({ text: JSON.stringify(record), envelope: {} });
    expect(answer).toMatchObject({ sight: { event: { tokens: { input: 12 } } } });
  });

  it('with a counter that is none is rejected', () => {
    const damaged = text('metadata-camel-case').replace('"inputTokens": 12', '"inputTokens": -12');
    expect(normaliseVertex({ text: damaged, envelope: {} })).toEqual({
      rejected: { reason: 'badCounter', detail: expect.stringContaining('inputTokens holds something the number -12') },
    });
  });
});

describe('an entry of the audit log', () => {
  it('tells who called, with what, from where', () => {
    expect(normalised('audit-claude-code-user')).toMatchObject({ sight: { log: 'audit', recordId: '1tif4epd6kb0' } });
    expect(eventOf('audit-claude-code-user')).toMatchObject({
      occurredAt: '2026-11-20T07:14:00.360Z',
      accountId: 'acme-ai-dev',
      region: 'global',
      modelId: 'claude-opus-5',
      model: 'claude-opus-5',
      endpointScope: 'global',
      operation: 'streamRawPredict',
      streamed: true,
      outcome: 'ok',
      errorCode: null,
      tokens: { input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output: null },
      principal: 'ada@example.com',
      identity: { kind: 'google-user', name: 'ada@example.com' },
      callerAddress: '198.51.100.7',
      userAgent: 'claude-cli/2.1.4 (external, cli)',
      requestMetadata: { client: 'claude-code' },
      flags: [],
    });
  });

  it('names the key of a service account, and what failed', () => {
    expect(eventOf('audit-service-account-key-throttled')).toMatchObject({
      modelId: 'claude-sonnet-4-5@20250929',
      outcome: 'failed',
      errorCode: 'RESOURCE_EXHAUSTED',
      identity: { kind: 'service-account', accountId: 'acme-ai-dev', session: null },
      userAgent: 'AnthropicVertex/JS 1.11.0',
      requestMetadata: { serviceAccountKey: '0f1e2d3c4b5a' },
    });
  });

  it('names who acted as a service account; a front end alone is no user agent', () => {
    expect(eventOf('audit-delegated')).toMatchObject({
      region: 'eu',
      endpointScope: 'multi-region',
      model: 'claude-sonnet-4-6',
      identity: { kind: 'service-account', session: 'bo@example.com' },
      userAgent: null,
      requestMetadata: { delegatedBy: 'bo@example.com > serviceAccount:hop@acme-ai-dev.iam.gserviceaccount.com' },
    });
  });

  it('of a federated person has its subject', () => {
    expect(eventOf('audit-workforce')).toMatchObject({
      principal: 'principal://iam.googleapis.com/locations/global/workforcePools/acme-staff/subject/cy@example.org',
      identity: { kind: 'workforce', name: 'cy@example.org' },
      callerAddress: '2001:db8::7',
    });
  });

  it('is one call with the other entry of its stream', () => {
    const [first, last] = ['audit-stream-first', 'audit-stream-last'].map((name) => normalised(name));
    // The first was taken in when the stream began, and does not tell when it had ended.
    const { sight } = z
      .object({ sight: z.looseObject({ event: z.looseObject({ endedBefore: z.string() }) }) })
      .parse(last);
    const { endedBefore, ...event } = sight.event;
    expect(endedBefore).toBe('2026-11-20T07:14:01.411Z');
    expect(first).toEqual({ sight: { ...sight, event } });
    expect(first).toMatchObject({ sight: { recordId: '4589454217756337477' } });
  });

  it("of another maker's live stream that broke off is kept as failed", () => {
    expect(eventOf('audit-bidi-first-aborted')).toMatchObject({
      vendor: 'google',
      operation: 'bidiGenerateContent',
      outcome: 'failed',
      errorCode: 'ABORTED',
    });
  });
});

describe('what is no call', () => {
  it.each([
    ['audit-count-tokens-model', 'countTokens'],
    ['audit-count-tokens-console', 'countTokens'],
    ['row-count-tokens', 'countTokens'],
    ['audit-admin-activity', 'adminActivity'],
    ['audit-other-service', 'otherService'],
    ['entry-prediction-container', 'deployedModel'],
  ])('%s is ignored: %s', (name, reason) => {
    expect(normalised(name, TABLE)).toEqual({ ignored: { reason } });
  });

  it.each([
    ['model-configuration', 'notAVertexRecord', 'the logging configuration of a model'],
    ['claude-message-alone', 'notAVertexRecord', 'without the row that it was logged in'],
    ['claude-code-result', 'notAVertexRecord', 'what Claude Code printed'],
    ['row-without-column-names', 'notAVertexRecord', 'without the names of its columns'],
  ])('%s is rejected: %s, %s', (name, reason, words) => {
    expect(normalised(name, TABLE)).toEqual({ rejected: { reason, detail: expect.stringContaining(words) } });
  });

  it('a row whose location nobody tells is rejected, because prices hang on it', () => {
    expect(normalised('row-message', { accountId: 'acme-ai-dev' })).toMatchObject({ rejected: { reason: 'noRegion' } });
  });
});

const AUDIT_ENTRY = 'audit-claude-code-user';
const METADATA_ENTRY = 'metadata-snake-case-provisioned';
const ENTRIES = [
  AUDIT_ENTRY,
  'audit-delegated',
  'audit-service-account-key-throttled',
  'audit-stream-last',
  'audit-workforce',
].concat([METADATA_ENTRY, 'metadata-camel-case', 'metadata-failed', 'metadata-gemini', 'metadata-provisioned-global']);

const entryOf = (name: string) => z.looseObject({}).parse(JSON.parse(text(name)));

function driftOf(entry: object) {
  const answer = normaliseVertex({ text: JSON.stringify(entry), envelope: {} });
  return 'sight' in answer ? (answer.drift ?? []) : answer;
}

describe('what an entry holds that this version was not written for', () => {
  const payload = z.looseObject({ protoPayload: z.looseObject({ authenticationInfo: z.looseObject({}) }) });
  const metadata = z.looseObject({ jsonPayload: z.looseObject({}) });

  it.each(ENTRIES)('is nothing of %s', (name) => {
    expect(driftOf(entryOf(name))).toEqual([]);
  });

  it('is a field that is new, at any level, never what it holds', () => {
    const entry = payload.parse(entryOf(AUDIT_ENTRY));
    const { protoPayload } = entry;
    const authenticationInfo = { ...protoPayload.authenticationInfo, agentIdentity: 'spiffe://secret' };
    expect(
      driftOf({ ...entry, region: 1, protoPayload: { ...protoPayload, authenticationInfo, billedTo: 'x' } }),
    ).toEqual([
      { kind: 'field', name: 'region' },
      { kind: 'field', name: 'protoPayload.billedTo' },
      { kind: 'field', name: 'protoPayload.authenticationInfo.agentIdentity' },
    ]);
  });

  it('is a field that holds another type', () => {
    const entry = payload.parse(entryOf(AUDIT_ENTRY));
    const { protoPayload } = entry;
    const authenticationInfo = { ...protoPayload.authenticationInfo, principalEmail: { value: 'a@b.example' } };
    expect(driftOf({ ...entry, protoPayload: { ...protoPayload, authenticationInfo } })).toEqual([
      { kind: 'type', name: 'protoPayload.authenticationInfo.principalEmail' },
    ]);
  });

  it('is, of metadata, a field or a counter at no known place, however it is spelled', () => {
    const { jsonPayload, ...entry } = metadata.parse(entryOf(METADATA_ENTRY));
    const more = { reasoning_depth: 3, tokenUsage: { video_tokens: 7 }, usage: { input_tokens: 1 } };
    const names = driftOf({ ...entry, jsonPayload: { ...jsonPayload, ...more } });
    expect(names).toEqual([
      { kind: 'field', name: 'jsonPayload.reasoning_depth' },
      { kind: 'usageField', name: 'jsonPayload.tokenUsage.video_tokens' },
    ]);
  });

  it('is, of metadata, a field that holds another type', () => {
    const { jsonPayload, ...entry } = metadata.parse(entryOf(METADATA_ENTRY));
    expect(driftOf({ ...entry, jsonPayload: { ...jsonPayload, labels: ['team'], traffic_type: 4 } })).toEqual(
      expect.arrayContaining([
        { kind: 'type', name: 'jsonPayload.labels' },
        { kind: 'type', name: 'jsonPayload.trafficType' },
      ]),
    );
  });
});
