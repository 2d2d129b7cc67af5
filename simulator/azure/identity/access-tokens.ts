import { openToken, sealToken } from '../../aws/sealed-token.js';
import { Random, seedWordsOf } from '../../random.js';

/** What Entra ID calls the APIs that tokens are for. */
export const AUDIENCES = {
  logs: ['https://api.loganalytics.io', 'https://api.loganalytics.azure.com'],
  arm: ['https://management.azure.com', 'https://management.core.windows.net', 'https://metrics.monitor.azure.com'],
} as const;

/** Seconds for which a token holds, as Entra ID has it. */
export const TOKEN_SECONDS = 3599;

/** The secret of the application that may read, the same for the same seed. */
export function clientSecretOf(seed: number): string {
  return `${new Random(seedWordsOf(`${seed}/azure/secret`)).alphanumeric(3)}8Q~${new Random(seedWordsOf(`${seed}/azure/secret`), 1).alphanumeric(34)}`;
}

/**
 * A token for an API, which nobody can make who does not know the seed. It does not expire: clients count its seconds by
 * real time, which the stand-in's clock need not keep to.
 */
export function issueToken(audience: string, seed: number): string {
  return sealToken([audience], seed);
}

/** What a token is good for. */
export function judgeToken(
  token: string,
  wanted: keyof typeof AUDIENCES,
  seed: number,
): 'good' | 'unknown' | 'otherAudience' {
  const [audience] = openToken(token, seed) ?? [];
  if (typeof audience !== 'string') return 'unknown';
  return AUDIENCES[wanted].some((known) => known === audience) ? 'good' : 'otherAudience';
}
