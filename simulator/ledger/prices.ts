import type { ClaudeModel } from '../world/models.js';
import type { SimulatedCall, TrueTokens } from '../world/call.js';

/** Pico-dollars (1e-12 USD) a token: input, output, 5-minute write, 1-hour write, cache read. */
type Rates = readonly [bigint, bigint, bigint, bigint, bigint];

interface Tier {
  /** The rates hold for prompts of more tokens than this; every class counts as prompt but output. */
  readonly above: number;
  readonly rates: Rates;
  readonly until: number;
}

interface Listed {
  readonly rates: Rates;
  readonly premium: boolean;
  readonly tier?: Tier;
}

/** Dollars a million tokens, times a million, are pico-dollars a token. */
function pico(usdPerMillion: number): bigint {
  return BigInt(Math.round(usdPerMillion * 1_000_000));
}

function rates(...usdPerMillion: readonly [number, number, number, number, number]): Rates {
  const [input, output, write5m, write1h, read] = usdPerMillion;
  return [pico(input), pico(output), pico(write5m), pico(write1h), pico(read)];
}

const SONNET = rates(3, 15, 3.75, 6, 0.3);
const SONNET_LONG = rates(6, 22.5, 7.5, 12, 0.6);
const OPUS = rates(5, 25, 6.25, 10, 0.5);
const OLD_OPUS = rates(15, 75, 18.75, 30, 1.5);
const SONNET_5 = rates(2, 10, 2.5, 4, 0.2);
const ALWAYS = Number.POSITIVE_INFINITY;

/**
 * The stand-in's own price list, for the models that it emits, typed from Anthropic's pricing page
 * (https://platform.claude.com/docs/en/about-claude/pricing) and independent of the product's price book.
 */
const LIST: Readonly<Record<string, Listed>> = {
  'claude-3-haiku': { rates: rates(0.25, 1.25, 0.3, 0.5, 0.03), premium: false },
  'claude-3-5-haiku': { rates: rates(0.8, 4, 1, 1.6, 0.08), premium: false },
  'claude-haiku-4-5': { rates: rates(1, 5, 1.25, 2, 0.1), premium: true },
  'claude-haiku-5-5': {
    rates: rates(0.1, 0.5, 0.125, 0.2, 0.01),
    premium: true,
    tier: { above: 100_000, rates: rates(0.5, 2.5, 0.625, 1, 0.05), until: ALWAYS },
  },
  'claude-3-5-sonnet': { rates: SONNET, premium: false },
  'claude-3-7-sonnet': { rates: SONNET, premium: false },
  'claude-sonnet-4': {
    rates: SONNET,
    premium: false,
    tier: { above: 200_000, rates: SONNET_LONG, until: Date.parse('2026-04-30') },
  },
  'claude-sonnet-4-5': {
    rates: SONNET,
    premium: true,
    tier: { above: 200_000, rates: SONNET_LONG, until: Date.parse('2026-04-30') },
  },
  'claude-sonnet-4-6': {
    rates: SONNET,
    premium: true,
    tier: { above: 200_000, rates: SONNET_LONG, until: Date.parse('2026-03-13') },
  },
  'claude-sonnet-5': { rates: SONNET_5, premium: true },
  'claude-3-opus': { rates: OLD_OPUS, premium: false },
  'claude-opus-4-1': { rates: OLD_OPUS, premium: false },
  'claude-opus-4-5': { rates: OPUS, premium: true },
  'claude-opus-4-6': {
    rates: OPUS,
    premium: true,
    tier: { above: 200_000, rates: rates(10, 37.5, 12.5, 20, 1), until: Date.parse('2026-03-13') },
  },
  'claude-opus-4-7': { rates: OPUS, premium: true },
  'claude-opus-4-8': { rates: OPUS, premium: true },
  'claude-opus-5': { rates: OPUS, premium: true },
  'claude-opus-5-5': { rates: rates(4, 20, 5, 8, 0.2), premium: true },
  'claude-fable-5': { rates: rates(10, 50, 12.5, 20, 1), premium: true },
  'claude-fable-5-1': { rates: rates(10, 50, 12.5, 20, 0.25), premium: true },
  'claude-fable-5-2': { rates: rates(8, 40, 10, 16, 0.2), premium: true },
};

/** Sonnet 5.5 began with a cache read of 0.20 and has had 0.10 since 2026-10-07. */
const SONNET_5_5_CHANGE = Date.parse('2026-10-07');
const SONNET_5_5_LAUNCH: Listed = { rates: SONNET_5, premium: true };
const SONNET_5_5: Listed = { rates: rates(2, 10, 2.5, 4, 0.1), premium: true };

function listed(model: ClaudeModel, at: number): Listed | undefined {
  if (model.name === 'claude-sonnet-5-5') return at < SONNET_5_5_CHANGE ? SONNET_5_5_LAUNCH : SONNET_5_5;
  return LIST[model.name];
}

/** True for a model that is on the list, whatever the call. */
export function isListed(model: ClaudeModel): boolean {
  return listed(model, model.from) !== undefined;
}

/**
 * The cost of a call in pico-dollars, or `null` where no price can be known: a model that is not on the list, or an ARN
 * that does not tell the scope. Geographic and in-region calls cost a tenth more from Sonnet 4.5 on.
 */
export function costOf(
  model: ClaudeModel,
  scope: SimulatedCall['scope'],
  at: number,
  tokens: TrueTokens,
): bigint | null {
  const costs = costsOf(model, scope, at, tokens);
  return costs === null ? null : Object.values(costs).reduce((sum, cost) => sum + cost, 0n);
}

/** The same, class by class. Every rate is a multiple of ten, so that a tenth of it is whole. */
export function costsOf(
  model: ClaudeModel,
  scope: SimulatedCall['scope'],
  at: number,
  { input, cacheRead, cacheWrite5m, cacheWrite1h, output }: TrueTokens,
): Readonly<Record<keyof TrueTokens, bigint>> | null {
  const row = listed(model, at);
  if (row === undefined || scope === 'unknown') return null;
  const prompt = input + cacheRead + cacheWrite5m + cacheWrite1h;
  const long = row.tier !== undefined && at < row.tier.until && prompt > row.tier.above;
  const [inputRate, outputRate, write5mRate, write1hRate, readRate] = long && row.tier ? row.tier.rates : row.rates;
  const cost = (count: number, rate: bigint): bigint =>
    (BigInt(count) * rate * (row.premium && scope !== 'global' ? 11n : 10n)) / 10n;
  return {
    input: cost(input, inputRate),
    cacheRead: cost(cacheRead, readRate),
    cacheWrite5m: cost(cacheWrite5m, write5mRate),
    cacheWrite1h: cost(cacheWrite1h, write1hRate),
    output: cost(output, outputRate),
  };
}
