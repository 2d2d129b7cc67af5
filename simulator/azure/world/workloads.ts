import type { NonEmpty, Random } from '../../random.js';
import { application, direct, engineer, type Caller } from './callers.js';
import { SLOTS, type Slot } from './deployments.js';

/** One kind of work: who calls which deployment, how often and how large. */
export interface FoundryWorkload {
  readonly slot: Slot;
  /** Share within its account. */
  readonly weight: number;
  readonly viaGateway: boolean;
  /** True for machines that work at night too. */
  readonly aroundTheClock: boolean;
  readonly caller: (random: Random) => Caller;
  readonly streamedShare: number;
  /** Which lifetimes it gives to what it writes into the cache. */
  readonly caching: 'none' | '5m' | '1h' | 'mixed';
  /** Medians, in tokens. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

type Sizes = readonly [inputTokens: number, cachedTokens: number, outputTokens: number];

function work(
  slot: Slot,
  weight: number,
  route: 'gateway' | 'direct',
  caller: FoundryWorkload['caller'],
  caching: FoundryWorkload['caching'],
  [inputTokens, cachedTokens, outputTokens]: Sizes,
  streamedShare = 0.2,
): FoundryWorkload {
  return {
    slot,
    weight,
    viaGateway: route === 'gateway',
    aroundTheClock: route === 'direct',
    caller,
    streamedShare,
    caching,
    inputTokens,
    cachedTokens,
    outputTokens,
  };
}

const claimsApp = application('claims-desk', 'claude-standard', 'svc-claims');
const careApp = application('care-portal', 'claude-standard', 'svc-care');
const underwritingApp = application('underwriting-bench', 'claude-premium', 'svc-underwriting');

/** All work of both accounts; of the first one's calls, half pass the gateway. */
export const FOUNDRY_WORKLOADS: NonEmpty<FoundryWorkload> = [
  // Claude Code works almost entirely out of its cache, and writes an hour's worth at the start of a session.
  work(SLOTS.claudeCode, 24, 'gateway', engineer, '1h', [60, 46_000, 320], 0.95),
  work(SLOTS.haiku, 7, 'gateway', engineer, 'none', [900, 0, 60], 0.95),
  work(SLOTS.claims, 6, 'gateway', claimsApp, '5m', [1_400, 9_000, 420]),
  work(SLOTS.care, 8, 'gateway', careApp, 'mixed', [700, 6_000, 240], 0.6),
  work(SLOTS.underwriting, 2, 'gateway', underwritingApp, '5m', [2_200, 14_000, 700]),
  work(SLOTS.gpt, 3, 'gateway', careApp, 'none', [500, 0, 140]),
  work(SLOTS.claims, 14, 'direct', direct('mi-claims-batch'), '5m', [1_900, 12_000, 460]),
  work(SLOTS.care, 16, 'direct', direct('mi-care-transcripts'), 'mixed', [1_100, 7_000, 210], 0.1),
  work(SLOTS.haiku, 9, 'direct', direct(null), '5m', [1_200, 4_000, 150], 0),
  work(SLOTS.underwritingFast, 3, 'direct', direct('hanna.virtanen@example.com'), '5m', [1_800, 11_000, 520]),
  work(SLOTS.gpt, 8, 'direct', direct(null), 'none', [600, 0, 180], 0),
  work(SLOTS.research, 10, 'direct', direct('mi-actuarial-lab'), '1h', [2_400, 18_000, 640], 0.1),
  work(SLOTS.archive, 5, 'direct', direct('olu.adeyemi@example.com'), '5m', [3_000, 9_000, 380], 0.1),
  work(SLOTS.survey, 12, 'direct', direct('mi-survey-pipeline'), 'mixed', [800, 5_000, 120], 0),
];
