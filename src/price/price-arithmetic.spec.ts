import { describe, expect, it } from 'vitest';
import { CLOUDS, ENDPOINT_SCOPES, type Cloud, type EndpointScope } from '../usage/cloud.js';
import type { PriceableUsage } from '../usage/priced.js';
import { TOKEN_CLASSES, type TokenClass } from '../usage/tokens.js';
import { price } from './price.js';
import written from './price-book.json' with { type: 'json' };

/**
 * The same prices a second time, from the book's decimal texts alone, as fractions of whole numbers. Nothing here is
 * shared with the code under test: the rules are written out as the price page states them.
 */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const fraction = (decimal: string): Fraction => {
  const [whole = '', decimals = ''] = decimal.split('.');
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
};
const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
const plus = (a: Fraction, b: Fraction): Fraction =>
  a.under === b.under
    ? { over: a.over + b.over, under: a.under }
    : { over: a.over * b.under + b.over * a.under, under: a.under * b.under };

interface Terms {
  readonly from: string | null;
  readonly until: string | null;
  readonly overTokens?: number | undefined;
  readonly clouds?: readonly string[] | undefined;
  readonly afterwards?: string | undefined;
}

interface WrittenEntry extends Terms {
  readonly rates: Readonly<Record<TokenClass, Fraction>>;
}

interface WrittenEntries {
  readonly model: string;
  readonly rates: readonly WrittenEntry[];
  readonly longContext: readonly WrittenEntry[];
  readonly fast: readonly WrittenEntry[];
  readonly fastLongContext: readonly WrittenEntry[];
}

const entry = (given: Terms & { readonly usdPerMillion: Readonly<Record<TokenClass, string>> }): WrittenEntry => {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = given.usdPerMillion;
  const rates = {
    input: fraction(input),
    cacheRead: fraction(cacheRead),
    cacheWrite5m: fraction(cacheWrite5m),
    cacheWrite1h: fraction(cacheWrite1h),
    output: fraction(output),
  };
  return { ...given, rates };
};

const MODELS: readonly WrittenEntries[] = written.models.map((model) => ({
  model: model.model,
  rates: model.rates.map(entry),
  longContext: (model.longContext ?? []).map(entry),
  fast: (model.fast ?? []).map(entry),
  fastLongContext: (model.fastLongContext ?? []).map(entry),
}));

const FREE_OF_PREMIUM = new Set(
  'claude-3-opus claude-3-sonnet claude-3-haiku claude-3-5-sonnet claude-3-5-haiku claude-3-7-sonnet claude-opus-4 claude-sonnet-4 claude-opus-4-1'.split(
    ' ',
  ),
);
const WITHOUT_INFERENCE_GEO = new Set([...FREE_OF_PREMIUM, 'claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-5']);

const PREMIUM_SCOPES: Readonly<Record<Cloud, readonly EndpointScope[]>> = {
  bedrock: ['geo', 'region'],
  vertex: ['multi-region', 'region'],
  foundry: ['data-zone'],
  anthropic: [],
};

const NONE: Fraction = { over: 0n, under: 1n };
const MILLIONTH: Fraction = { over: 1n, under: 1_000_000n };

/** The cost in dollars, or `null` where there is none to know. */
function rationalCost(usage: PriceableUsage & { readonly tokens: Record<TokenClass, number> }): Fraction | null {
  if (usage.endpointScope === 'provisioned') return NONE;
  const day = usage.occurredAt.slice(0, 10);
  const during = ({ from, until }: WrittenEntry) => (from === null || from <= day) && (until === null || day < until);
  const model = MODELS.find((candidate) => candidate.model === usage.model);
  const standard = model?.rates.find(during);
  if (model === undefined || standard === undefined) return null;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = usage.tokens;
  const isLong = (tier: WrittenEntry | undefined) =>
    tier?.overTokens !== undefined && input + cacheRead + cacheWrite5m + cacheWrite1h > tier.overTokens;
  let rates = standard;
  const long = model.longContext.find(during);
  if (long !== undefined && isLong(long)) rates = long;
  if (usage.speed === 'fast') {
    if (usage.batch) return null;
    const fast = model.fast.find(during);
    const last = model.fast.at(-1);
    if (fast !== undefined) {
      if (!fast.clouds?.includes(usage.cloud)) return null;
      const fastLong = model.fastLongContext.find(during);
      rates = fastLong !== undefined && isLong(fastLong) ? fastLong : fast;
    } else if (
      last?.afterwards !== 'standard' ||
      !last.clouds?.includes(usage.cloud) ||
      last.until === null ||
      day < last.until
    ) {
      return null;
    }
  }
  if (usage.batch && usage.cloud === 'foundry') return null;
  const multiplier = multiplierOf(usage);
  if (multiplier === null) return null;
  let sum = NONE;
  for (const tokenClass of TOKEN_CLASSES) {
    sum = plus(sum, times({ over: BigInt(usage.tokens[tokenClass]), under: 1n }, rates.rates[tokenClass]));
  }
  const ofTokens = times(times(sum, MILLIONTH), multiplier);
  const halved = usage.batch ? times(ofTokens, { over: 1n, under: 2n }) : ofTokens;
  return plus(halved, { over: BigInt(usage.webSearchRequests), under: 100n });
}

function multiplierOf({ cloud, region, model, endpointScope, inferenceGeo }: PriceableUsage): Fraction | null {
  const one = { over: 1n, under: 1n };
  const elevenTenths = { over: 11n, under: 10n };
  if (model === null) return null;
  if (cloud === 'anthropic') return inferenceGeo === 'us' && !WITHOUT_INFERENCE_GEO.has(model) ? elevenTenths : one;
  if (cloud === 'bedrock' && region.startsWith('us-gov-')) return { over: 12n, under: 10n };
  if (FREE_OF_PREMIUM.has(model)) return one;
  if (PREMIUM_SCOPES[cloud].includes(endpointScope)) return elevenTenths;
  return endpointScope === 'global' ? one : null;
}

/** Numbers that look random and are the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const random = seeded(20_261_121);
const oneOf = <Item>(items: readonly [Item, ...Item[]]): Item => items[random(items.length)] ?? items[0];

const [firstModel = '', ...otherModels] = MODELS.map(({ model }) => model);
const [firstDay, ...otherDays] = Array.from({ length: 560 }, (_, index) =>
  new Date(Date.UTC(2025, 5, 1 + index, 13)).toISOString(),
);

function anyCall(): PriceableUsage & { readonly tokens: Record<TokenClass, number> } {
  const cloud = oneOf(CLOUDS_);
  return {
    cloud,
    region: oneOf(['us-east-1', 'eu-west-1', 'global', 'us-gov-west-1']),
    modelId: '',
    model: oneOf([firstModel, ...otherModels]),
    vendor: 'anthropic',
    endpointScope: oneOf(SCOPES),
    occurredAt: oneOf([firstDay ?? '', ...otherDays]),
    speed: random(8) === 0 ? 'fast' : 'standard',
    batch: random(6) === 0,
    inferenceGeo: oneOf([null, 'us', 'global']),
    tokens: {
      input: random(120_000),
      cacheRead: random(2) === 0 ? 0 : random(900_000),
      cacheWrite5m: random(3) === 0 ? random(60_000) : 0,
      cacheWrite1h: random(3) === 0 ? random(60_000) : 0,
      output: random(64_000),
    },
    webSearchRequests: random(10) === 0 ? random(8) : 0,
  };
}

const CLOUDS_: readonly [Cloud, ...Cloud[]] = CLOUDS;
const SCOPES: readonly [EndpointScope, ...EndpointScope[]] = ENDPOINT_SCOPES;

const CALLS = 1_000_000;
const PICO_PER_USD = 1_000_000_000_000n;

describe('a million random calls', () => {
  it('cost exactly what fractions of whole numbers make of them, and are unpriced where those are', () => {
    let priced = 0;
    const different: unknown[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const usage = anyCall();
      const answer = price(usage);
      const expected = rationalCost(usage);
      const agree =
        'priced' in answer
          ? expected !== null && answer.priced.total * expected.under === expected.over * PICO_PER_USD
          : expected === null;
      if (!agree) different.push({ usage, answer, expected });
      if ('priced' in answer) priced += 1;
    }
    expect(different).toEqual([]);
    expect(priced).toBeGreaterThan(CALLS / 4);
  });
});
