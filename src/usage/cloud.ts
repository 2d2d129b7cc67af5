/** The platforms whose logs Ledgerline reads. `anthropic` is the Claude API itself, known to prices only. */
export const CLOUDS = ['bedrock', 'vertex', 'foundry', 'anthropic'] as const;
export type Cloud = (typeof CLOUDS)[number];

/**
 * What kind of endpoint served a call, the fact that the regional premium hangs on.
 *
 * `global`: routed anywhere. `geo`: a Bedrock geographic inference profile (`us.`, `eu.`, `jp.` …).
 * `multi-region`: Vertex `us` and `eu`. `region`: one region, Bedrock in-region included. `data-zone`: a Foundry US Data
 * Zone deployment. `provisioned`: paid by the hour, not by the token. `unknown`: the log does not tell.
 */
export const ENDPOINT_SCOPES = [
  'global',
  'geo',
  'multi-region',
  'region',
  'data-zone',
  'provisioned',
  'unknown',
] as const;
export type EndpointScope = (typeof ENDPOINT_SCOPES)[number];

/** What became of a call: answered, stopped by a guardrail before the model answered, or failed with an error. */
export const OUTCOMES = ['ok', 'blocked', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
