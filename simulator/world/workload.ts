import type { NonEmpty, Random } from '../random.js';
import type { Operation } from './call.js';
import type { Topic } from './topic.js';
import type { IdForm } from './model-ids.js';
import type { Adoption, Tier } from './models.js';

export type Caching = 'none' | '5m' | '1h' | 'mixed';

/** One kind of work of one team: who calls, what, how often and how large. */
export interface Workload {
  readonly topic: Topic;
  /** Accounts in which it runs. */
  readonly accounts: readonly string[];
  /** Share within its places, before growth. */
  readonly weight: number;
  /** Growth of that share over 60 days around the autumn of 2026, e.g. 0.4 for 40 %. */
  readonly growth: number;
  /** True for machines that work at night too. */
  readonly aroundTheClock: boolean;
  readonly principal: (accountId: string, random: Random) => string | null;
  readonly metadata: (random: Random) => Readonly<Record<string, string>> | null;
  readonly tiers: NonEmpty<readonly [Tier, number]>;
  readonly adoption: Adoption;
  readonly operations: NonEmpty<readonly [Operation, number]>;
  readonly idForms: NonEmpty<readonly [IdForm, number]>;
  readonly caching: NonEmpty<readonly [Caching, number]>;
  /** Medians, in tokens. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly tools: readonly string[];
}
