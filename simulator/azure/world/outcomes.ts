import type { NonEmpty, Random } from '../../random.js';
import type { FoundryWorkload } from './workloads.js';

/** What a caller got and what Foundry said to the gateway or to the caller. */
export interface CallOutcome {
  readonly status: number;
  /** `null`: the gateway refused by itself. */
  readonly backendStatus: number | null;
}

const FAILURE_SHARE = 0.024;

const FROM_FOUNDRY: NonEmpty<readonly [number, number]> = [
  [429, 10],
  [400, 6],
  [401, 1],
  [403, 1],
  [500, 1],
  [503, 2],
  [529, 1],
];
/** `llm-token-limit` answers 429, a quota 403, a missing key 401; Foundry hears of none of them. */
const FROM_POLICY: NonEmpty<readonly [number, number]> = [
  [429, 8],
  [403, 2],
  [401, 3],
];

function failed(status: number): CallOutcome {
  return { status, backendStatus: status };
}

/** How a call ends; `exists` is false while nothing is deployed under its name. */
export function outcomeOf(workload: FoundryWorkload, exists: boolean, random: Random): CallOutcome {
  const fails = random.chance(FAILURE_SHARE);
  const byPolicy = random.chance(0.45);
  const foundry = random.weighted(FROM_FOUNDRY);
  const policy = random.weighted(FROM_POLICY);
  if (fails && workload.viaGateway && byPolicy) return { status: policy, backendStatus: null };
  if (!exists) return failed(404);
  return fails ? failed(foundry) : failed(200);
}
