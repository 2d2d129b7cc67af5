import { costOf } from '../../ledger/prices.js';
import type { TrueTokens } from '../../world/call.js';
import type { FoundryCall } from '../world/call.js';
import type { Deployment } from '../world/deployments.js';

/** Pico-dollars a token of the one model of another maker, input and output; invented. */
const OTHER_RATES = { input: 250_000n, output: 2_000_000n };

/**
 * What tokens cost on a deployment, in pico-dollars: Anthropic's list price, twice that for a `-fast` model, and a tenth more
 * in the US Data Zone where the model is hosted on Azure.
 * https://platform.claude.com/docs/en/about-claude/pricing
 */
export function costOnDeployment(deployment: Deployment, at: number, tokens: TrueTokens): bigint {
  if (deployment.claude === null) {
    return BigInt(tokens.input) * OTHER_RATES.input + BigInt(tokens.output) * OTHER_RATES.output;
  }
  const list = costOf(deployment.claude, 'global', at, tokens) ?? 0n;
  const spoken = deployment.fast ? list * 2n : list;
  const zoned = deployment.sku === 'DataZoneStandard' && deployment.modelVersion === '2';
  return zoned ? (spoken * 11n) / 10n : spoken;
}

/** The cost of a call; nothing for what failed. */
export function costOfCall({ deployment, occurredAt, tokens }: FoundryCall): bigint {
  return deployment === null ? 0n : costOnDeployment(deployment, occurredAt, tokens);
}
