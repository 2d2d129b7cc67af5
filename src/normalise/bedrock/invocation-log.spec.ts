import { describe, expect, it } from 'vitest';
import { recorded } from '../../../test/support/recorded.js';
import { tokens } from '../../../test/support/token-counts.js';
import type { Envelope } from '../../usage/raw-record.js';
import type { UsageEvent } from '../../usage/usage-event.js';
import { normaliseBedrock } from './invocation-log.js';

const fixture = (name: string): string => recorded('bedrock', name);
const read = (name: string, envelope: Envelope = {}) => normaliseBedrock({ text: fixture(name), envelope });

const ENTRY: Envelope = { timestamp: 1_789_000_000_000, ingestedAt: 1_789_000_010_000 };

const EVENTS: readonly (readonly [file: string, envelope: Envelope, expected: Partial<UsageEvent>])[] = [
  [
    'invoke-model-both-cache-lifetimes',
    {},
    {
      occurredAt: '2026-09-14T08:12:05.000Z',
      accountId: '111122223333',
      region: 'us-east-1',
      inferenceRegion: 'us-east-2',
      messageId: 'msg_bdrk_01ExampleAAAAAAAAAAAAAA',
      model: 'claude-sonnet-4-5',
      vendor: 'anthropic',
      endpointScope: 'geo',
      operation: 'InvokeModel',
      streamed: false,
      outcome: 'ok',
      stopReason: 'tool_use',
      serviceTier: 'standard',
      tokens: tokens(50, 100_000, 148, 100, 503),
      principal: 'arn:aws:sts::111122223333:assumed-role/claims-intake/claims-intake-worker',
      requestMetadata: { team: 'claims', app: 'intake' },
      tools: ['find_policy', 'open_claim'],
      flags: [],
      provenance: { tokens: 'counters', cacheTtl: 'body', model: 'modelId', time: 'record' },
    },
  ],
  [
    'invoke-model-guardrail-blocked',
    {},
    {
      outcome: 'blocked',
      tokens: tokens(null, null, null, null, null),
      flags: ['tokensMissing', 'guardrailIntervened'],
    },
  ],
  [
    'invoke-stream-with-metrics',
    {},
    {
      model: 'claude-3-haiku',
      endpointScope: 'region',
      streamed: true,
      tokens: tokens(571, 0, 0, 0, 281),
      stopReason: 'tool_use',
      latencyMs: 3848,
      firstByteMs: 509,
      tools: ['send_letter'],
      identity: { kind: 'iam-user', name: 'ana@example.com', session: null, accountId: '111122223333' },
      flags: ['cachePairAbsent'],
    },
  ],
  [
    'invoke-stream-guardrail-blocked',
    {},
    { outcome: 'blocked', tokens: tokens(0, 0, 0, 0, 0), flags: ['cachePairAbsent', 'guardrailIntervened'] },
  ],
  [
    'invoke-stream-cut-off-one-hour-request',
    {},
    {
      endpointScope: 'global',
      tokens: tokens(6, 0, 0, 225_913, 167),
      stopReason: null,
      flags: ['bodyTruncated', 'cacheTtlFromRequest'],
      provenance: { tokens: 'counters', cacheTtl: 'request', model: 'modelId', time: 'record' },
    },
  ],
  [
    'legacy-completion-stream',
    {},
    {
      model: 'claude-2-1',
      tokens: tokens(12, 0, 0, 0, 5),
      stopReason: 'stop_sequence',
      latencyMs: 700,
      flags: ['cachePairAbsent'],
    },
  ],
  [
    'converse-without-cache-counters',
    {},
    {
      model: 'claude-3-5-sonnet',
      streamed: false,
      tokens: tokens(16, 0, 0, 0, 82),
      latencyMs: 2435,
      flags: ['cachePairAbsent'],
    },
  ],
  [
    'converse-stream-cache-details',
    {},
    {
      model: 'claude-opus-4-6',
      streamed: true,
      tokens: tokens(9, 17_102, 100, 200, 5),
      serviceTier: 'default',
      tools: ['turn_page'],
      identity: { kind: 'bedrock-api-key', name: 'BedrockAPIKey-ab12', session: null, accountId: '111122223333' },
      flags: [],
    },
  ],
  [
    'converse-guardrail-intervened',
    {},
    { outcome: 'blocked', stopReason: 'guardrail_intervened', flags: ['cachePairAbsent', 'guardrailIntervened'] },
  ],
  [
    'bodies-in-s3',
    {},
    {
      endpointScope: 'geo',
      tokens: tokens(7, 0, 4000, 0, 900),
      identity: {
        kind: 'sso-user',
        name: 'AWSReservedSSO_DataScience_0123456789abcdef',
        session: 'mira.koch',
        accountId: '111122223333',
      },
      flags: ['bodyInS3', 'cacheTtlAssumed'],
      provenance: { tokens: 'counters', cacheTtl: 'assumed', model: 'modelId', time: 'record' },
    },
  ],
  [
    'application-inference-profile',
    {},
    {
      model: 'claude-sonnet-5',
      vendor: 'anthropic',
      endpointScope: 'unknown',
      tokens: tokens(12, 0, 0, 0, 56),
      requestMetadata: { tenant: 'north', quota: '{"used":3}' },
      flags: ['scopeUnknown', 'modelFromBody', 'tokensFromBody', 'cachePairAbsent', 'metadataNotText'],
      provenance: { tokens: 'body', cacheTtl: 'none', model: 'body', time: 'record' },
    },
  ],
  [
    'provisioned-model',
    {},
    {
      model: null,
      vendor: 'unknown',
      endpointScope: 'unknown',
      flags: ['scopeUnknown', 'modelUnknown', 'cachePairAbsent'],
    },
  ],
  [
    'failed-without-body',
    {},
    {
      outcome: 'failed',
      errorCode: 'ThrottlingException',
      tokens: tokens(null, null, null, null, null),
      flags: ['bodyAbsent', 'tokensMissing'],
    },
  ],
  [
    'failed-after-tokens',
    {},
    {
      outcome: 'failed',
      streamed: true,
      tokens: tokens(800, 0, 0, 0, 120),
      flags: ['bodyAbsent', 'cachePairAbsent', 'failedWithTokens'],
    },
  ],
  [
    'metadata-only',
    {},
    {
      model: 'claude-haiku-4-5',
      endpointScope: 'geo',
      tokens: tokens(40, 0, 1000, 0, 60),
      principal: null,
      identity: null,
      flags: ['bodyAbsent', 'cacheTtlAssumed', 'identityAbsent'],
    },
  ],
  [
    'counters-disagree-with-body',
    {},
    { model: 'claude-haiku-5-5', tokens: tokens(10, 0, 0, 0, 4), flags: ['tokensDisagree'] },
  ],
  ['amazon-nova-converse', {}, { model: null, vendor: 'amazon', endpointScope: 'geo', flags: ['cachePairAbsent'] }],
  [
    'openai-converse-inclusive-input',
    {},
    {
      model: null,
      vendor: 'openai',
      // 2,000 include the 500 that were read from the cache.
      tokens: tokens(1500, 500, 0, 0, 40),
      flags: ['inputIncludedCache', 'tokensFromBody', 'cachePairAbsent'],
    },
  ],
  ['meta-llama-own-body', {}, { vendor: 'meta', tokens: tokens(4, 0, 0, 0, 3), flags: ['cachePairAbsent'] }],
  [
    'unknown-claude-model',
    {},
    { model: null, vendor: 'anthropic', endpointScope: 'geo', tokens: tokens(4, 0, 0, 0, 3), flags: ['modelUnknown'] },
  ],
  [
    'no-account-no-region',
    { accountId: '444455556666', region: 'us-west-2' },
    {
      accountId: '444455556666',
      region: 'us-west-2',
      identity: {
        kind: 'assumed-role',
        name: 'BedrockAgentCore-finance-role',
        session: 'BedrockAgentCore-0b1d6a52-65f3-4b7b-9d35-0a4c3c1f9a10',
        accountId: null,
      },
      flags: ['accountFromSource', 'regionFromSource', 'cachePairAbsent'],
    },
  ],
  [
    'impossible-time',
    ENTRY,
    {
      occurredAt: new Date(1_789_000_000_000).toISOString(),
      flags: ['timeFromEnvelope', 'bodyAbsent', 'cachePairAbsent'],
      provenance: { tokens: 'counters', cacheTtl: 'none', model: 'modelId', time: 'envelope' },
    },
  ],
];

const REJECTED: readonly (readonly [file: string, reason: string, detail: RegExp])[] = [
  ['no-request-id', 'noRequestId', /no `requestId`/],
  ['impossible-time', 'noUsableTime', /`timestamp` is missing or impossible/],
  ['no-account-no-region', 'noAccount', /no `accountId`/],
  ['damaged-counter', 'badCounter', /`input\.inputTokenCount` is of type string/],
  ['describe-log-streams', 'notAnInvocationLog', /DescribeLogStreams/],
  ['describe-log-groups', 'notAnInvocationLog', /DescribeLogGroups/],
  ['cloudtrail-create-inference', 'notAnInvocationLog', /CloudTrail/],
];

describe('a record of Bedrock’s invocation log', () => {
  it.each(EVENTS)('%s becomes a usage event', (file, envelope, expected) => {
    expect(read(file, envelope)).toMatchObject({ event: expected });
  });

  it.each(REJECTED)('%s is rejected as %s', (file, reason, detail) => {
    expect(read(file)).toEqual({ rejected: { reason, detail: expect.stringMatching(detail) } });
  });

  it.each(['cloudwatch-event', 'insights-row', 'insights-fields'])(
    'is found inside %s and is the same event',
    (file) => {
      expect(read(file)).toEqual(read('converse-without-cache-counters'));
    },
  );

  it('takes what it lacks from the entry around it, unless the source says otherwise', () => {
    const bare: Record<string, unknown> = JSON.parse(fixture('converse-without-cache-counters'));
    const { accountId: _, timestamp: __, ...lacking } = bare;
    const row = {
      '@message': JSON.stringify(lacking),
      '@timestamp': '2026-09-01 10:20:30.123',
      '@log': '777788889999:logs',
    };
    expect(normaliseBedrock({ text: JSON.stringify(row), envelope: {} })).toMatchObject({
      event: {
        accountId: '777788889999',
        occurredAt: '2026-09-01T10:20:30.123Z',
        flags: expect.arrayContaining(['timeFromEnvelope']),
      },
    });
    expect(normaliseBedrock({ text: JSON.stringify(row), envelope: { accountId: '1' } })).toMatchObject({
      event: { accountId: '1' },
    });
  });

  it.each([
    ['', 'blank'],
    [' \n', 'blank'],
    ['Permissions are correctly set for Amazon Bedrock logs.', 'permissionCheck'],
    [fixture('cloudwatch-permission-check'), 'permissionCheck'],
  ])('%j is not a call and is ignored', (text, reason) => {
    expect(normaliseBedrock({ text, envelope: {} })).toEqual({ ignored: { reason } });
  });

  it('says what is wrong with text that is not JSON without repeating any of it', () => {
    const answer = normaliseBedrock({ text: '{"prompt": "my secret diagnosis', envelope: {} });
    expect(answer).toEqual({ rejected: { reason: 'notJson', detail: expect.stringContaining('31 characters') } });
    expect(JSON.stringify(answer)).not.toMatch(/secret|prompt|diagnosis/);
  });

  it('has one id for one call, through whichever route it is seen', () => {
    const [direct, wrapped] = [read('converse-without-cache-counters'), read('cloudwatch-event', ENTRY)];
    expect('event' in direct && 'event' in wrapped && direct.event.eventId === wrapped.event.eventId).toBe(true);
  });
});

describe('the time of a call', () => {
  const record: Record<string, unknown> = JSON.parse(fixture('metadata-only'));
  const timed = (timestamp: unknown, envelope: Envelope) =>
    normaliseBedrock({ text: JSON.stringify({ ...record, timestamp }), envelope });
  const takenIn = Date.UTC(2026, 8, 14, 10);

  it.each([
    ['2026-09-14T12:00:00Z', '2026-09-14T12:00:00.000Z', false],
    ['2026-09-14T12:00:00.001Z', '2026-09-14T10:00:00.000Z', true],
    ['2022-12-31T23:59:59Z', '2026-09-14T10:00:00.000Z', true],
    ['2023-01-01T00:00:00Z', '2023-01-01T00:00:00.000Z', false],
    ['2026-09-14T11:30:00.5+02:00', '2026-09-14T09:30:00.500Z', false],
    ['yesterday', '2026-09-14T10:00:00.000Z', true],
    ['2026-09-31T08:00:00Z', '2026-09-14T10:00:00.000Z', true],
    [1_789_000_000, '2026-09-14T10:00:00.000Z', true],
    [undefined, '2026-09-14T10:00:00.000Z', true],
  ])('for %j taken in at 10:00 is %s', (timestamp, occurredAt, flagged) => {
    const answer = timed(timestamp, { timestamp: takenIn, ingestedAt: takenIn });
    expect(answer).toMatchObject({ event: { occurredAt } });
    expect('event' in answer && answer.event.flags.includes('timeFromEnvelope')).toBe(flagged);
  });
});
