import { describe, expect, it } from 'vitest';
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
  output: { outputTokenCount?: number; outputBodyJson?: Body | (Body | string)[] };
}

interface Body {
  usage?: Usage;
  message?: { usage?: Usage };
}

/** The usage in an answer's body: a stream has the first in `message_start` and the last output in `message_delta`. */
function usageOf(body: LoggedRecord['output']['outputBodyJson']): Usage | undefined {
  if (!Array.isArray(body)) return body?.usage;
  const events = body.filter((event) => typeof event !== 'string');
  const last = events.findLast((event) => event.usage !== undefined)?.usage;
  const first = events.find((event) => event.message !== undefined)?.message?.usage;
  return first && { ...first, ...last };
}

/** Tokens of a record, worked out from its text alone. */
function tokensOf(record: LoggedRecord): TrueTokens | null {
  const usage = usageOf(record.output.outputBodyJson);
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

/** The whole log read as a collector would, each request id once, everything summed from the text. */
function readTheLog(): {
  requests: number;
  tokens: TrueTokens;
  unknown: number;
  pico: bigint;
  broken: number;
  lines: number;
} {
  const hours = new LogHours(books.world, books.historyFrom);
  const seen = new Set<string>();
  const read = { requests: 0, tokens: NO_TOKENS, unknown: 0, pico: 0n, broken: 0, lines: 0 };
  for (const place of PLACES) {
    for (let hour = from / HOUR_MS; hour < to / HOUR_MS; hour += 1) {
      for (const event of hours.eventsOf(place, hour, books.faults)) {
        if (event.ingestedAt > asOf) continue;
        const { message }: { message: string } = JSON.parse(event.json);
        read.lines += 1;
        if (!message.endsWith('}') || !message.startsWith('{')) {
          read.broken += 1;
          continue;
        }
        const record: LoggedRecord = JSON.parse(message);
        if (seen.has(record.requestId)) continue;
        seen.add(record.requestId);
        read.requests += 1;
        const tokens = tokensOf(record);
        if (tokens === null) {
          read.unknown += 1;
          continue;
        }
        for (const key of ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const) {
          read.tokens = { ...read.tokens, [key]: read.tokens[key] + tokens[key] };
        }
        const model = CLAUDE_MODELS.find((candidate) => record.modelId.endsWith(candidate.baseId));
        if (model) read.pico += costOf(model, scopeOf(record.modelId), Date.parse(record.timestamp), tokens) ?? 0n;
      }
    }
  }
  return read;
}

describe('the ledger', () => {
  it('equals what a reader of every line of the log adds up', async () => {
    const { total } = await ask();
    const read = readTheLog();
    expect(total.requests).toBe(read.requests);
    expect(total.tokens).toEqual(read.tokens);
    expect(total.callsWithUnknownTokens).toBe(read.unknown);
    expect(total.ignoredLines + total.unparseable).toBe(read.broken);
    expect(total.requests + total.duplicates + total.ignoredLines + total.unparseable).toBe(read.lines);
    const [whole = '', fraction = ''] = total.costUsd.split('.');
    expect(BigInt(whole + fraction.padEnd(12, '0'))).toBe(read.pico);
    expect(total.unparseable).toBe(1);
    expect(total.ignoredLines).toBe(PLACES.length);
    expect(total.duplicates).toBeGreaterThan(0);
  });

  it.each(LEDGER_GROUPINGS.filter((by) => by !== 'none'))('has groups by %s that add up to the total', async (by) => {
    const { total, groups } = await ask({ by });
    const sum = (pick: (row: (typeof groups)[number]) => number): number =>
      groups.reduce((all, row) => all + pick(row), 0);
    expect(groups.length).toBeGreaterThan(2);
    expect(sum((row) => row.requests)).toBe(total.requests);
    expect(sum((row) => row.tokens.output)).toBe(total.tokens.output);
    expect(sum((row) => row.pricedCalls + row.unpricedCalls + row.nonClaudeCalls)).toBe(total.requests);
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
