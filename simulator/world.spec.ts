import { describe, expect, it } from 'vitest';
import { seedWordsOf } from './random.js';
import { renderCall } from './records/render.js';
import { callsOfHour, DEFAULT_WORLD } from './world.js';
import { PLACES, placeKey } from './world-places.js';
import { backfillCallsInHour, callsInHour } from './world/rhythm.js';

const HOUR_MS = 3_600_000;
const HOURS_OF_60_DAYS = 60 * 24;
const [VIRGINIA] = PLACES;

function hourOf(time: string): number {
  return Math.floor(Date.parse(time) / HOUR_MS);
}

function textOf(place: (typeof PLACES)[number], hour: number, seed = 7): string {
  const calls = callsOfHour({ ...DEFAULT_WORLD, seed }, place, hour);
  return calls.map((call) => renderCall(call).text).join('\n');
}

describe('the simulated world', () => {
  it('makes the same bytes for the same seed, place and hour, in whatever order hours are asked for', () => {
    const hours = [500_100, 500_107, 498_702];
    const forwards = hours.map((hour) => textOf(VIRGINIA, hour));
    const backwards = hours.toReversed().map((hour) => textOf(VIRGINIA, hour));
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('makes other records for another seed, another hour and another place', () => {
    const hour = hourOf('2026-11-19T15:00:00Z');
    const texts = [
      textOf(VIRGINIA, hour),
      textOf(VIRGINIA, hour, 8),
      textOf(VIRGINIA, hour + 24),
      textOf({ ...VIRGINIA, region: 'us-west-2' }, hour),
    ];
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each([
    '2025-11-02T20:00:00Z',
    '2026-06-15T03:00:00Z',
    '2026-09-30T23:00:00Z',
    '2026-11-21T12:00:00Z',
    '2026-11-22T00:00:00Z',
    '2026-12-25T17:00:00Z',
    '2027-04-05T09:00:00Z',
    '2028-02-29T12:00:00Z',
  ])('holds 215,000 to 225,000 calls in the 60 days before %s, and below 38,000 in each place', (now) => {
    const end = hourOf(now);
    const totals = PLACES.map((place) => {
      let calls = 0;
      for (let hour = end - HOURS_OF_60_DAYS; hour < end; hour += 1) {
        const words = seedWordsOf(`${DEFAULT_WORLD.seed}/${place.accountId}/${place.region}/${hour}`);
        calls += callsInHour(words, DEFAULT_WORLD.seed, place, hour, DEFAULT_WORLD.callsPerDay);
        calls += backfillCallsInHour(place, hour, DEFAULT_WORLD.callsPerDay);
      }
      return calls;
    });
    const total = totals.reduce((sum, calls) => sum + calls, 0);
    expect(total).toBeGreaterThan(215_000);
    expect(total).toBeLessThan(225_000);
    expect(Math.max(...totals)).toBeLessThan(38_000);
  });

  it('scales with calls per day', () => {
    const hour = hourOf('2026-11-18T15:00:00Z');
    const few = callsOfHour({ ...DEFAULT_WORLD, callsPerDay: 367 }, VIRGINIA, hour).length;
    const usual = callsOfHour(DEFAULT_WORLD, VIRGINIA, hour).length;
    expect(Math.abs(usual - 10 * few)).toBeLessThan(10);
  });

  it('spans seven account-regions of four accounts, one of which begins with a zero', () => {
    expect(new Set(PLACES.map(placeKey)).size).toBe(7);
    expect(new Set(PLACES.map((place) => place.accountId)).size).toBe(4);
    expect(PLACES.some((place) => place.accountId.startsWith('0'))).toBe(true);
  });

  it('draws answers out where a test asks for large bodies', () => {
    const calls = callsOfHour({ ...DEFAULT_WORLD, bodyBytes: 20_000 }, VIRGINIA, hourOf('2026-11-18T15:00:00Z'));
    const longest = Math.max(...calls.map((call) => renderCall(call).text.length));
    expect(longest).toBeGreaterThan(20_000);
    expect(longest).toBeLessThan(30_000);
  });
});

describe('what 60 days hold', () => {
  const end = hourOf('2026-11-21T12:00:00Z');
  // Every fifth hour, which meets every hour of the day.
  const calls = PLACES.flatMap((place) =>
    Array.from({ length: HOURS_OF_60_DAYS / 5 }, (_, step) =>
      callsOfHour(DEFAULT_WORLD, place, end - 1 - 5 * step),
    ).flat(),
  );
  const texts = calls.map((call) => renderCall(call).text);

  it('has records of 1.4 KB on average and 3 KB at most', () => {
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes / texts.length).toBeLessThan(1_400);
    expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThan(3_000);
  });

  it('names every call by a request id of its own', () => {
    expect(new Set(calls.map((call) => renderCall(call).requestId)).size).toBe(calls.length);
  });

  it('uses no model before its release and none after its retirement', () => {
    const wrong = calls.filter(
      ({ claude, occurredAt }) => claude && (occurredAt < claude.from || occurredAt >= claude.until),
    );
    expect(wrong).toEqual([]);
  });

  it('moves Claims from Sonnet 4.5 to Sonnet 5 within ten days of 2026-10-19', () => {
    const claims = calls.filter((call) => call.topic === 'claims' && call.claude?.tier === 'sonnet');
    const models = (from: string, to: string): string[] => {
      const part = claims.filter((call) => call.occurredAt >= Date.parse(from) && call.occurredAt < Date.parse(to));
      return [...new Set(part.map((call) => call.claude?.name ?? ''))].sort();
    };
    expect(models('2026-09-22', '2026-10-19')).toEqual(['claude-sonnet-4-5']);
    expect(models('2026-10-19', '2026-10-29')).toEqual(['claude-sonnet-4-5', 'claude-sonnet-5']);
    expect(models('2026-10-29', '2026-11-21')).toEqual(['claude-sonnet-5']);
  });

  it.each([
    ['claude-opus-5-5', '2026-09-22'],
    ['claude-haiku-5-5', '2026-10-07'],
    ['claude-fable-5-2', '2026-11-09'],
  ])('adopts %s after %s', (name, released) => {
    const times = calls.filter((call) => call.claude?.name === name).map((call) => call.occurredAt);
    expect(times.length).toBeGreaterThan(20);
    expect(Math.min(...times)).toBeGreaterThan(Date.parse(released));
  });

  it.each<[string, RegExp]>([
    ['a global profile id', /"modelId":"global\.anthropic\./],
    ['a us profile id', /"modelId":"us\.anthropic\./],
    ['an eu profile id', /"modelId":"eu\.anthropic\./],
    ['a jp profile id', /"modelId":"jp\.anthropic\./],
    ['an au profile id', /"modelId":"au\.anthropic\./],
    ['an apac profile id', /"modelId":"apac\.anthropic\./],
    ['a bare id', /"modelId":"anthropic\./],
    ['a profile ARN', /"modelId":"arn:aws:bedrock:[^"]+:inference-profile\/[a-z]+\.anthropic\./],
    ['a foundation model ARN', /"modelId":"arn:aws:bedrock:[a-z0-9-]+::foundation-model\/anthropic\./],
    ['an application profile ARN', /"modelId":"arn:aws:bedrock:[^"]+:application-inference-profile\/[a-z0-9]{12}"/],
    ['a provisioned model ARN', /"modelId":"arn:aws:bedrock:[^"]+:provisioned-model\/[a-z0-9]{12}"/],
    ['a model of another maker', /"modelId":"(us\.)?(amazon|meta|mistral)\./],
    ['InvokeModel', /"operation":"InvokeModel"/],
    ['an event array', /"operation":"InvokeModelWithResponseStream".+"outputBodyJson":\[\{"type":"message_start"/],
    ['a [DONE] at the end of an event array', /,"\[DONE\]"\]/],
    ['Converse', /"operation":"Converse"/],
    ['ConverseStream', /"operation":"ConverseStream"/],
    [
      'cache writes of both lifetimes in Anthropic form',
      /"ephemeral_5m_input_tokens":[1-9]\d*,"ephemeral_1h_input_tokens":[1-9]/,
    ],
    [
      'cache writes of both lifetimes in Converse form',
      /"cacheDetails":\[\{"ttl":"1h","inputTokens":\d+\},\{"ttl":"5m"/,
    ],
    ['an answer that calls a tool', /"type":"tool_use"/],
    ['a refusal', /"stop_reason":"refusal"|"stopReason":"refusal"/],
    ['an answer cut at its limit', /"stop_reason":"max_tokens"|"stopReason":"max_tokens"/],
    ['a throttled call', /"errorCode":"ThrottlingException"/],
    ['a failed call with counters', /"inputTokenCount":\d+.+"errorCode":"|"errorCode":".+"inputTokenCount":\d+/],
    ['a blocked InvokeModel without counters', /"amazon-bedrock-guardrailAction":"INTERVENED"\}\}/],
    ['a blocked stream', /"type":"message_stop","amazon-bedrock-guardrailAction":"INTERVENED"/],
    ['a blocked Converse with zero tokens', /"stopReason":"guardrail_intervened".+"inputTokens":0,"outputTokens":0/],
    ['a request body in S3', /"inputBodyS3Path":"s3:\/\//],
    ['an answer body in S3', /"outputBodyS3Path":"s3:\/\//],
    ['the older order of keys', /^\{"schemaType"/],
    ['an inference region', /"inferenceRegion":"/],
    ['request metadata', /"requestMetadata":\{"team":"data-science"/],
    ['an SSO session', /assumed-role\/AWSReservedSSO_\w+_[0-9a-f]{16}\/[a-z.]+@example\.com/],
    ['an agent session', /BedrockAgentCore-[0-9a-f-]{36}/],
    ['an IAM user with a path', /:user\/platform\/ci\//],
    ['a Bedrock API key', /:user\/BedrockAPIKey-/],
    ['the root user', /arn:aws:iam::\d{12}:root/],
    ['text beyond ASCII', /Überweisung/],
  ])('holds %s', (_what, pattern) => {
    expect(texts.some((text) => pattern.test(text))).toBe(true);
  });

  it('keeps few bodies out of their records, some of which alone tell both lifetimes of cache writes', () => {
    const moved = calls.filter((call) => call.bodies === 'inS3');
    expect(moved.length / calls.length).toBeLessThan(0.005);
    const mixed = moved.filter(
      ({ place, split, tokens }) => place.bucket && split && tokens.cacheWrite5m > 0 && tokens.cacheWrite1h > 0,
    );
    expect(mixed.length).toBeGreaterThan(0);
  });

  it('has 2 to 4 % of calls that name something opaque', () => {
    const share = calls.filter((call) => call.via !== null).length / calls.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.04);
  });

  it('names no caller in some records, sends no bodies in one place, and is JSON but for the cut-off ones', () => {
    expect(calls.some((call) => call.principal === null)).toBe(true);
    const bare = calls.filter((call) => call.place.accountId === '764105392718').map((call) => renderCall(call).text);
    expect(bare.some((text) => /BodyJson|BodyS3Path/.test(text))).toBe(false);
    for (const call of calls.filter((candidate) => !candidate.cutOff)) JSON.parse(renderCall(call).text);
  });

  function prompts(name: string): number[] {
    return calls
      .filter((call) => call.claude?.name === name)
      .map(({ tokens }) => tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h);
  }

  it('has prompts on both sides of the thresholds that prices hang on', () => {
    expect(Math.max(...prompts('claude-haiku-5-5'))).toBeGreaterThan(100_000);
    expect(Math.max(...prompts('claude-opus-5-5'))).toBeGreaterThan(200_000);
  });
});
