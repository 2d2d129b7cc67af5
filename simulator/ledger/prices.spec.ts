import { describe, expect, it } from 'vitest';
import { costOf } from './prices.js';
import { NO_TOKENS, type SimulatedCall, type TrueTokens } from '../world/call.js';
import { CLAUDE_MODELS } from '../world/models.js';

const PICO_PER_USD = 1e12;

function usd(name: string, scope: SimulatedCall['scope'], at: string, tokens: Partial<TrueTokens>): number | null {
  const model = CLAUDE_MODELS.find((candidate) => candidate.name === name);
  if (model === undefined) throw new Error(`no model ${name}`);
  const cost = costOf(model, scope, Date.parse(at), { ...NO_TOKENS, ...tokens });
  return cost === null ? null : Number(cost) / PICO_PER_USD;
}

const million = 1_000_000;

describe('the ledger prices', () => {
  it.each<[string, string, SimulatedCall['scope'], string, Partial<TrueTokens>, number]>([
    [
      '12 in and 5 out at list: 12 + 25 = 37 millionths',
      'claude-haiku-4-5',
      'global',
      '2026-11-01',
      { input: 12, output: 5 },
      0.000037,
    ],
    ['a tenth more in a geography', 'claude-haiku-4-5', 'geo', '2026-11-01', { input: 12, output: 5 }, 0.0000407],
    ['a tenth more in one region', 'claude-opus-5-5', 'region', '2026-11-01', { input: 14, output: 4 }, 0.0001496],
    ['no premium before Sonnet 4.5', 'claude-sonnet-4', 'geo', '2026-11-01', { input: million }, 3],
    [
      'each lifetime its own rate',
      'claude-opus-5',
      'global',
      '2026-11-01',
      { cacheWrite5m: million, cacheWrite1h: million },
      16.25,
    ],
    [
      'Haiku 5.5 at its threshold: 100,000 x 0.10',
      'claude-haiku-5-5',
      'global',
      '2026-11-01',
      { input: 100_000 },
      0.01,
    ],
    [
      'Haiku 5.5 beyond it, reads counted: 1,000 x 0.50 + 200 x 2.50 + 150,000 x 0.05',
      'claude-haiku-5-5',
      'global',
      '2026-11-01',
      { input: 1_000, output: 200, cacheRead: 150_000 },
      0.0085,
    ],
    [
      'Sonnet 4.5 beyond 200,000 while that was dearer',
      'claude-sonnet-4-5',
      'global',
      '2026-04-29',
      { input: 300_000 },
      1.8,
    ],
    ['and at one price since', 'claude-sonnet-4-5', 'global', '2026-04-30', { input: 300_000 }, 0.9],
    ['Sonnet 5.5 reads at launch', 'claude-sonnet-5-5', 'global', '2026-10-06', { cacheRead: million }, 0.2],
    ['and a day later', 'claude-sonnet-5-5', 'global', '2026-10-07', { cacheRead: million }, 0.1],
  ])('%s', (_what, name, scope, at, tokens, expected) => {
    expect(usd(name, scope, at, tokens)).toBe(expected);
  });

  it('know no price where the ARN does not tell the scope', () => {
    expect(usd('claude-opus-5', 'unknown', '2026-11-01', { input: 1 })).toBeNull();
  });

  it('cover every model of the world', () => {
    for (const model of CLAUDE_MODELS) expect(costOf(model, 'global', model.from, NO_TOKENS)).toBe(0n);
  });
});
