import type { Random } from '../../random.js';
import { NO_TOKENS, type TrueTokens } from '../../world/call.js';
import type { FoundryWorkload } from './workloads.js';

/** What a call that was answered used. One in eight begins a session and writes its whole context into the cache. */
export function tokensOf(workload: FoundryWorkload, growth: number, random: Random): TrueTokens {
  const input = random.size(workload.inputTokens * growth, 0.6);
  const output = Math.min(16_000, random.size(workload.outputTokens, 0.7));
  const cached = workload.cachedTokens === 0 ? 0 : random.size(workload.cachedTokens * growth, 0.6);
  const begins = random.chance(0.125);
  const adds = random.chance(0.6);
  const added = Math.ceil(cached * 0.08 * random.unit());
  const lasting = random.unit();
  const { caching } = workload;
  if (caching === 'none') return { ...NO_TOKENS, input, output };
  const written = begins ? cached : adds ? added : 0;
  const share = caching === '1h' ? 1 : caching === '5m' ? 0 : 0.3 + 0.5 * lasting;
  const cacheWrite1h = Math.round(written * share);
  return { input, output, cacheRead: begins ? 0 : cached, cacheWrite1h, cacheWrite5m: written - cacheWrite1h };
}
