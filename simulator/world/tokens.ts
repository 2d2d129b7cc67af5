import type { Random } from '../random.js';
import { NO_TOKENS, type SimulatedCall, type TrueTokens } from './call.js';
import type { ClaudeModel } from './models.js';
import type { Caching, Workload } from './workload.js';

/** Until this day Sonnet 4 and 4.5 took prompts of a million tokens, at a higher price above 200,000. */
const LONG_SONNET_UNTIL = Date.parse('2026-04-30');

function windowAt(model: ClaudeModel, at: number): number {
  const longSonnet = model.name === 'claude-sonnet-4' || model.name === 'claude-sonnet-4-5';
  return longSonnet && at < LONG_SONNET_UNTIL ? 1_000_000 : model.window;
}

/** Cache writes by lifetime, as far as the model offers it. */
function splitWrite(total: number, caching: Caching, model: ClaudeModel, random: Random): [number, number] {
  if (model.caching === '5m' || caching === '5m') return [total, 0];
  if (caching === '1h') return [0, total];
  const oneHour = Math.round(total * (0.3 + 0.5 * random.unit()));
  return [total - oneHour, oneHour];
}

/** What decides how large the calls of a workload are. */
type Sizes = Pick<Workload, 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'caching'>;

/** Tokens that a call used, before anybody logs them. */
export function tokensOf(
  workload: Sizes,
  model: ClaudeModel | null,
  at: number,
  growth: number,
  outcome: SimulatedCall['outcome'],
  random: Random,
): TrueTokens {
  let input = random.size(workload.inputTokens * growth, 0.6);
  const output = Math.min(16_000, random.size(workload.outputTokens, 0.7));
  if (outcome === 'guardrailBlocked') return NO_TOKENS;
  if (model === null) return { ...NO_TOKENS, input, output };

  let cacheRead = 0;
  let cacheWrite5m = 0;
  let cacheWrite1h = 0;
  const caching = random.weighted(workload.caching);
  if (caching !== 'none' && model.caching !== 'none') {
    const cached = random.size(workload.cachedTokens * growth, 0.6);
    const firstTurn = random.chance(0.22);
    if (!firstTurn) cacheRead = cached;
    const written = firstTurn ? cached : random.chance(0.6) ? Math.ceil(cached * 0.1 * random.unit()) : 0;
    [cacheWrite5m, cacheWrite1h] = splitWrite(written, caching, model, random);
  }

  // A few very long prompts, where the model takes them: beyond 100,000 tokens for Haiku 5.5, beyond 200,000 for others.
  const window = windowAt(model, at);
  const threshold = model.name === 'claude-haiku-5-5' ? 100_000 : 200_000;
  if (random.chance(model.name === 'claude-haiku-5-5' ? 0.012 : 0.004) && window > threshold) {
    const extra = Math.round(threshold * (0.85 + 0.9 * random.unit()));
    if (cacheRead > 0) cacheRead += extra;
    else input += extra;
  }
  const tooMuch = input + cacheRead + cacheWrite5m + cacheWrite1h - window;
  if (tooMuch > 0) {
    const fromCache = Math.min(cacheRead, tooMuch);
    cacheRead -= fromCache;
    input = Math.max(1, input - (tooMuch - fromCache));
  }
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
}
