import { describe, expect, it } from 'vitest';
import { MODEL_CATALOGUE, releasedSince } from '../normalise/model-catalogue.js';
import type { PriceableUsage } from '../usage/priced.js';
import { TOKEN_CLASSES, type TokenClass } from '../usage/tokens.js';
import { price } from './price.js';
import { priceBook } from './price-book.js';
import written from './price-book.json' with { type: 'json' };

const at = (day: string) => `${day}T00:00:00.000Z`;
const justBefore = (day: string) => new Date(Date.parse(at(day)) - 1).toISOString();

const call = (changes: Partial<PriceableUsage>): PriceableUsage => ({
  cloud: 'anthropic',
  region: '',
  modelId: '',
  model: null,
  vendor: 'anthropic',
  endpointScope: 'global',
  occurredAt: '',
  speed: 'standard',
  batch: false,
  inferenceGeo: null,
  tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  webSearchRequests: 0,
  ...changes,
});

/** The entry and tier that price a call, or why none does. */
function basisOf(usage: PriceableUsage): string {
  const answer = price(usage);
  return 'unpriced' in answer ? answer.unpriced : `${answer.priced.basis.entry} ${answer.priced.basis.tier}`;
}

interface Boundary {
  readonly what: string;
  readonly day: string;
  readonly usage: Partial<PriceableUsage>;
  readonly before: string;
  readonly from: string;
}

const long = (over: number): PriceableUsage['tokens'] => ({
  input: 0,
  cacheRead: over + 1,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 1,
});

const nameOf = (model: string, from: string | null) => `${model}@${from ?? 'launch'}`;
const standardAt = (model: (typeof written.models)[number], moment: string): string => {
  const entry = model.rates.findLast(({ from }) => from === null || at(from) <= moment);
  return entry === undefined ? 'noRateAtThatTime' : `${nameOf(model.model, entry.from)} standard`;
};

/** Each day on which an entry of the book begins or ends, with what must price a call on both sides of midnight. */
const BOUNDARIES: readonly Boundary[] = written.models.flatMap((model): Boundary[] => {
  const { model: name, rates, longContext = [], fast = [], fastLongContext = [] } = model;
  const begins = rates.flatMap(({ from }) => {
    if (from === null) return [];
    const before = standardAt(model, justBefore(from));
    return [
      { what: `${name} from`, day: from, usage: { model: name }, before, from: `${nameOf(name, from)} standard` },
    ];
  });
  const tiers = longContext.flatMap(({ from, until, overTokens }) => {
    const usage = { model: name, tokens: long(overTokens) };
    const inTier = `${nameOf(name, from)} long-context`;
    const ends =
      until === null
        ? []
        : [{ what: `${name} long until`, day: until, usage, before: inTier, from: standardAt(model, at(until)) }];
    const before = standardAt(model, justBefore(from));
    return [{ what: `${name} long from`, day: from, usage, before, from: inTier }, ...ends];
  });
  const fasts = fast.flatMap(({ from, until, afterwards }) => {
    const usage = { model: name, speed: 'fast' } as const;
    const inTier = `${nameOf(name, from)} fast`;
    const after = until !== null && afterwards === 'standard' ? standardAt(model, at(until)) : 'speedNotOffered';
    const ends = until === null ? [] : [{ what: `${name} fast until`, day: until, usage, before: inTier, from: after }];
    const isLaunch = standardAt(model, justBefore(from)) === 'noRateAtThatTime';
    const before = isLaunch ? 'noRateAtThatTime' : 'speedNotOffered';
    return [{ what: `${name} fast from`, day: from, usage, before, from: inTier }, ...ends];
  });
  const fastLongs = fastLongContext.flatMap(({ from, until, overTokens }) => {
    const usage = { model: name, speed: 'fast', tokens: long(overTokens) } as const;
    const inTier = `${nameOf(name, from)} fast-long-context`;
    return [
      { what: `${name} fast long from`, day: from, usage, before: 'speedNotOffered', from: inTier },
      { what: `${name} fast long until`, day: until, usage, before: inTier, from: `${nameOf(name, from)} fast` },
    ];
  });
  return [...begins, ...tiers, ...fasts, ...fastLongs];
});

describe('at midnight UTC', () => {
  it.each(BOUNDARIES)('$what $day: $before a millisecond before, $from at it', ({ day, usage, before, from }) => {
    expect(basisOf(call({ ...usage, occurredAt: justBefore(day) }))).toBe(before);
    expect(basisOf(call({ ...usage, occurredAt: at(day) }))).toBe(from);
  });

  it('covers every dated entry of the book', () => {
    const dated = written.models.flatMap(({ rates, longContext = [], fast = [], fastLongContext = [] }) =>
      [...rates, ...longContext, ...fast, ...fastLongContext].flatMap(({ from }) => (from === null ? [] : [from])),
    );
    expect(BOUNDARIES.filter(({ what }) => what.endsWith('from'))).toHaveLength(dated.length);
  });
});

describe('at every threshold', () => {
  const thresholds = written.models.flatMap(({ model, longContext = [] }) =>
    longContext.map(({ from, overTokens }) => [model, from, overTokens] as const),
  );

  it.each(thresholds)('%s from %s pays long-context rates above %i tokens, in whichever class', (model, day, over) => {
    for (const tokenClass of TOKEN_CLASSES) {
      const tokens = (count: number) => ({
        input: 0,
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: 0,
        [tokenClass]: count,
      });
      const usage = (count: number) => call({ model, occurredAt: at(day), tokens: tokens(count) });
      expect(basisOf(usage(over))).toMatch(/ standard$/);
      expect(basisOf(usage(over + 1))).toMatch(tokenClass === 'output' ? / standard$/ : / long-context$/);
    }
  });
});

const PREMIUM_ENDPOINTS = [
  ['bedrock', 'geo'],
  ['bedrock', 'region'],
  ['vertex', 'multi-region'],
  ['vertex', 'region'],
  ['foundry', 'data-zone'],
] as const;

describe('the premium of every model at every endpoint', () => {
  const tokens: Record<TokenClass, number> = {
    input: 7,
    cacheRead: 11,
    cacheWrite5m: 13,
    cacheWrite1h: 17,
    output: 19,
  };
  const totalOf = (usage: Partial<PriceableUsage>): bigint => {
    const answer = price(call({ tokens, occurredAt: '2026-11-20T00:00:00.000Z', ...usage }));
    if ('unpriced' in answer) throw new Error(answer.unpriced);
    return answer.priced.total;
  };
  const models = MODEL_CATALOGUE.map(({ model }) => model).filter((model) => priceBook.models.has(model));

  it.each(models)('%s', (model) => {
    for (const [cloud, endpointScope] of PREMIUM_ENDPOINTS) {
      const [local, global] = [totalOf({ model, cloud, endpointScope }), totalOf({ model, cloud })];
      expect([cloud, endpointScope, local * 10n]).toEqual([
        cloud,
        endpointScope,
        global * (releasedSince(model, 'claude-sonnet-4-5') ? 11n : 10n),
      ]);
      // Two things that each ask for the premium ask for it once.
      expect(totalOf({ model, cloud, endpointScope, inferenceGeo: 'us' })).toBe(local);
    }
    const [us, anywhere] = [totalOf({ model, inferenceGeo: 'us' }), totalOf({ model })];
    expect(us * 10n).toBe(anywhere * (releasedSince(model, 'claude-opus-4-6') ? 11n : 10n));
  });
});
