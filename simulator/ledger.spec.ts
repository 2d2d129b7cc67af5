import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BucketHours } from './s3/bucket-hours.js';
import { deliveryOf } from './delivery/deliveries.js';
import { NO_FAULTS } from './faults.js';
import { LEDGER_GROUPINGS } from './ledger/tallies.js';
import { askLedger, type Books, type LedgerQuery } from './ledger.js';
import { costOf } from './ledger/prices.js';
import { LogHours } from './logs/log-hours.js';
import { NO_TOKENS, type SimulatedCall, type TrueTokens } from './world/call.js';
import { CLAUDE_MODELS } from './world/models.js';
import { DEFAULT_WORLD } from './world.js';
import { PLACES } from './world-places.js';
import { picoOf } from '../test/support/pico-of.js';

const HOUR_MS = 3_600_000;
const from = Date.parse('2026-11-09T00:00:00Z');
const to = Date.parse('2026-11-12T00:00:00Z');
const asOf = Date.parse('2026-11-11T20:00:00Z');
const books: Books = {
  world: DEFAULT_WORLD,
  faults: { ...NO_FAULTS, lateShare: 0.05, lateMaxMinutes: 600, duplicateShare: 0.04, outOfOrder: 0.1 },
  historyFrom: from,
  routes: 'cloudwatch',
};

function ask(query: Partial<LedgerQuery> = {}): ReturnType<typeof askLedger> {
  return askLedger(books, { from, to, asOf, by: 'none', route: 'any', bodies: false, profiles: 'opaque', ...query });
}

interface Usage {
  input_tokens?: number;
  output_tokens?: number;
  cache_read_input_tokens?: number;
  cache_creation_input_tokens?: number;
  cache_creation?: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
  inputTokens?: number;
  outputTokens?: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
  cacheDetails?: { ttl: string; inputTokens: number }[];
}

interface LoggedRecord {
  requestId: string;
  timestamp: string;
  modelId: string;
  input: { inputTokenCount?: number; cacheReadInputTokenCount?: number; cacheWriteInputTokenCount?: number };
  output: { outputTokenCount?: number; outputBodyJson?: AnyBody; outputBodyS3Path?: string };
}

type AnyBody = Body | (Body | string)[];

interface Body {
  usage?: Usage;
  message?: { usage?: Usage };
}

/** The usage in an answer's body: a stream has the first in `message_start` and the last output in `message_delta`. */
function usageOf(body: AnyBody | undefined): Usage | undefined {
  if (!Array.isArray(body)) return body?.usage;
  const events = body.filter((event) => typeof event !== 'string');
  const last = events.findLast((event) => event.usage !== undefined)?.usage;
  const first = events.find((event) => event.message !== undefined)?.message?.usage;
  return first && { ...first, ...last };
}

/** Tokens of a record, worked out from its text, and from the body that it says is in S3 where that can be fetched. */
function tokensOf(record: LoggedRecord, bodies: ReadonlyMap<string, AnyBody>): TrueTokens | null {
  const usage = usageOf(record.output.outputBodyJson ?? bodies.get(record.output.outputBodyS3Path ?? ''));
  const input = record.input.inputTokenCount ?? usage?.input_tokens ?? usage?.inputTokens;
  const output = record.output.outputTokenCount ?? usage?.output_tokens ?? usage?.outputTokens;
  if (input === undefined || output === undefined) return null;
  const cacheRead =
    record.input.cacheReadInputTokenCount ?? usage?.cache_read_input_tokens ?? usage?.cacheReadInputTokens ?? 0;
  const written =
    record.input.cacheWriteInputTokenCount ?? usage?.cache_creation_input_tokens ?? usage?.cacheWriteInputTokens ?? 0;
  const oneHour =
    usage?.cache_creation?.ephemeral_1h_input_tokens ??
    usage?.cacheDetails?.find((detail) => detail.ttl === '1h')?.inputTokens ??
    0;
  return { input, cacheRead, cacheWrite5m: written - oneHour, cacheWrite1h: oneHour, output };
}

function scopeOf(modelId: string): SimulatedCall['scope'] {
  if (/:(application-inference-profile|provisioned-model)\//.test(modelId)) return 'unknown';
  const id = modelId.split('/').at(-1) ?? modelId;
  if (id.startsWith('anthropic.')) return 'region';
  return id.startsWith('global.') ? 'global' : 'geo';
}

/** What a collector has read. */
interface Read {
  lines: string[];
  /** Bodies that are too large for their records, by where they are. */
  bodies: Map<string, AnyBody>;
}

/** Every line of the log groups. */
function readCloudWatch(): Read {
  const hours = new LogHours(books.world, books.historyFrom);
  const read: Read = { lines: [], bodies: new Map() };
  for (const place of PLACES) {
    for (let hour = from / HOUR_MS; hour < to / HOUR_MS; hour += 1) {
      for (const event of hours.eventsOf(place, hour, books.faults)) {
        if (event.ingestedAt > asOf) continue;
        const { message }: { message: string } = JSON.parse(event.json);
        read.lines.push(message);
      }
    }
  }
  return read;
}

/** Every line, and every large answer, in the buckets of the places that deliver to S3. */
function readBuckets(): Read {
  const hours = new BucketHours(books.world, books.historyFrom);
  const read: Read = { lines: [], bodies: new Map() };
  for (const place of PLACES) {
    const { bucket } = place;
    if (bucket === null || place.delivers === 'cloudWatch') continue;
    for (let hour = from / HOUR_MS; hour < to / HOUR_MS; hour += 1) {
      for (const object of hours.objectsOf(place, bucket, hour, books.faults)) {
        if (object.modifiedAt > asOf || object.bytes.length === 0) continue;
        const text = gunzipSync(object.bytes).toString();
        if (!object.key.includes('/data/')) read.lines.push(...text.split('\n').filter((line) => line !== ''));
        else if (object.key.endsWith('_output.json.gz')) {
          const body: AnyBody = JSON.parse(text);
          read.bodies.set(`s3://${bucket.name}/${object.key}`, body);
        }
      }
    }
  }
  return read;
}

/** Each request id once, everything summed from the text. */
function addUp({ lines, bodies }: Read): {
  requests: number;
  tokens: TrueTokens;
  unknown: number;
  pico: bigint;
  broken: number;
} {
  const seen = new Set<string>();
  const sums = { requests: 0, tokens: NO_TOKENS, unknown: 0, pico: 0n, broken: 0 };
  for (const line of lines) {
    if (!line.endsWith('}') || !line.startsWith('{')) {
      sums.broken += 1;
      continue;
    }
    const record: LoggedRecord = JSON.parse(line);
    if (seen.has(record.requestId)) continue;
    seen.add(record.requestId);
    sums.requests += 1;
    const tokens = tokensOf(record, bodies);
    if (tokens === null) {
      sums.unknown += 1;
      continue;
    }
    for (const key of ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const) {
      sums.tokens = { ...sums.tokens, [key]: sums.tokens[key] + tokens[key] };
    }
    const model = CLAUDE_MODELS.find((candidate) => record.modelId.endsWith(candidate.baseId));
    if (model) sums.pico += costOf(model, scopeOf(record.modelId), Date.parse(record.timestamp), tokens) ?? 0n;
  }
  return sums;
}

describe('the ledger', () => {
  it('equals what a reader of every line of the log groups adds up', async () => {
    const { total } = await ask();
    const read = readCloudWatch();
    const sums = addUp(read);
    expect(total.requests).toBe(sums.requests);
    expect(total.tokens).toEqual(sums.tokens);
    expect(total.callsWithUnknownTokens).toBe(sums.unknown);
    expect(total.ignoredLines + total.unparseable).toBe(sums.broken);
    expect(total.requests + total.duplicates + total.ignoredLines + total.unparseable).toBe(read.lines.length);
    expect(picoOf(total.costUsd)).toBe(sums.pico);
    expect(total.unparseable).toBe(1);
    expect(total.ignoredLines).toBe(PLACES.length);
    expect(total.duplicates).toBeGreaterThan(0);
  });

  it('equals what a reader of every object adds up, with the bodies that are too large for their records and without', async () => {
    const read = readBuckets();
    const { total } = await ask({ route: 's3', bodies: true });
    const sums = addUp(read);
    expect(total.requests).toBe(sums.requests);
    expect(total.tokens).toEqual(sums.tokens);
    expect(picoOf(total.costUsd)).toBe(sums.pico);
    expect(total.requests + total.duplicates + total.unparseable).toBe(read.lines.length);
    expect(total.ignoredLines).toBe(0);

    const without = addUp({ ...read, bodies: new Map() });
    const { total: told } = await ask({ route: 's3', bodies: false });
    expect(told.tokens).toEqual(without.tokens);
    expect(picoOf(told.costUsd)).toBe(without.pico);
    // Without the body, one-hour writes are taken for five-minute ones, which are cheaper.
    expect(told.tokens.cacheWrite1h).toBeLessThan(total.tokens.cacheWrite1h);
    expect(without.pico).toBeLessThan(sums.pico);
  });

  it('counts a call that is delivered through both routes once', async () => {
    const demo = { ...books, routes: 'demo' } as const;
    const whole = { from, to, asOf, by: 'none', bodies: false, profiles: 'opaque' } as const;
    const [any, cloudwatch, s3, all] = await Promise.all([
      askLedger(demo, { ...whole, route: 'any' }),
      askLedger(demo, { ...whole, route: 'cloudwatch' }),
      askLedger(demo, { ...whole, route: 's3' }),
      askLedger({ ...books, faults: { ...NO_FAULTS, lateShare: 0 } }, { ...whole, asOf: to + HOUR_MS, route: 'any' }),
    ]);
    expect(any.total.requests).toBeLessThan(cloudwatch.total.requests + s3.total.requests);
    expect(any.total.requests).toBeGreaterThan(cloudwatch.total.requests);
    // About half of all calls go through S3, some of those through CloudWatch Logs too.
    const later = { ...whole, asOf: to + 24 * HOUR_MS };
    const [inS3, once] = await Promise.all([
      askLedger(demo, { ...later, route: 's3' }),
      askLedger(demo, { ...later, route: 'any' }),
    ]);
    expect(once.total.requests).toBe(all.total.requests);
    expect(inS3.total.requests / once.total.requests).toBeGreaterThan(0.45);
    expect(inS3.total.requests / once.total.requests).toBeLessThan(0.65);
  });

  it.each(LEDGER_GROUPINGS.filter((by) => by !== 'none'))('has groups by %s that add up to the total', async (by) => {
    const { total, groups } = await ask({ by });
    const sum = (pick: (row: (typeof groups)[number]) => number): number =>
      groups.reduce((all, row) => all + pick(row), 0);
    expect(groups.length).toBeGreaterThan(2);
    expect(sum((row) => row.requests)).toBe(total.requests);
    expect(sum((row) => row.tokens.output)).toBe(total.tokens.output);
    expect(sum((row) => row.pricedCalls + row.notBilledCalls + row.unpricedCalls + row.nonClaudeCalls)).toBe(
      total.requests,
    );
    expect(sum((row) => Number(row.costUsd))).toBeCloseTo(Number(total.costUsd), 6);
  });

  it('adds up over half-open ranges', async () => {
    const noon = Date.parse('2026-11-10T12:34:56Z');
    const [whole, before, after] = await Promise.all([ask(), ask({ to: noon }), ask({ from: noon })]);
    expect(before.total.requests + after.total.requests).toBe(whole.total.requests);
  });

  it('knows only what was ingested by the time asked for', async () => {
    const early = await ask({ asOf: Date.parse('2026-11-10T00:00:00Z') });
    const late = await ask({ asOf: Date.parse('2026-11-13T00:00:00Z') });
    expect(early.total.requests).toBeLessThan((await ask()).total.requests);
    expect(late.total.requests).toBeGreaterThan((await ask()).total.requests);
  });
});

/** A call of which only the deliveries matter. */
function anyCall(index: number): SimulatedCall {
  return {
    place: PLACES[0],
    words: [1, 2, 3, 4],
    index,
    occurredAt: 0,
    principal: null,
    metadata: null,
    operation: 'Converse',
    modelId: 'anthropic.claude-opus-5',
    claude: null,
    other: null,
    scope: 'region',
    via: null,
    outcome: 'ok',
    errorCode: null,
    stopReason: 'end_turn',
    tool: null,
    topic: 'data',
    tokens: NO_TOKENS,
    counters: 'all',
    bodies: 'inline',
    split: false,
    olderLayout: false,
    cutOff: false,
    padBytes: 0,
  };
}

describe('deliveries', () => {
  const calls = Array.from({ length: 2_000 }, (_, index) => anyCall(index));

  it('come 3 to 15 seconds after the call, once, without faults', () => {
    for (const delivery of calls.map((one) => deliveryOf(one, NO_FAULTS))) {
      expect(delivery.ingestedAt).toBeGreaterThanOrEqual(3_000);
      expect(delivery.ingestedAt).toBeLessThanOrEqual(15_000);
      expect(delivery.again).toBeNull();
    }
  });

  it('are late, out of order and twice for the shares asked for, and for the same calls whatever else is switched', () => {
    const late = calls.filter((one) => deliveryOf(one, { ...NO_FAULTS, lateShare: 0.1 }).ingestedAt >= 60_000);
    const twice = calls.filter((one) => deliveryOf(one, { ...NO_FAULTS, duplicateShare: 0.1 }).again !== null);
    const both = calls.filter(
      (one) => deliveryOf(one, { ...NO_FAULTS, duplicateShare: 0.1, lateShare: 0.1 }).again !== null,
    );
    expect(late.length).toBeGreaterThan(150);
    expect(late.length).toBeLessThan(250);
    expect(twice.length).toBeGreaterThan(150);
    expect(twice.length).toBeLessThan(250);
    expect(both).toEqual(twice);
    expect(
      Math.max(...calls.map((one) => deliveryOf(one, { ...NO_FAULTS, outOfOrder: 0.5 }).ingestedAt)),
    ).toBeGreaterThan(100_000);
  });
});
