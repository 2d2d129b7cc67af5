import { attributionRulesSchema } from '../../src/attribute/attribution-rules.js';
import { BedrockCloudWatchSource } from '../../src/collect/bedrock/cloudwatch.source.js';
import { BedrockS3Source } from '../../src/collect/bedrock/s3.source.js';
import { useStandInCredentials } from '../../src/runtime/environment.js';
import { SimulatorClock } from '../../simulator/clock.js';
import { TEAM_RULES } from '../../simulator/attribution.js';
import type { LedgerAnswer } from '../../simulator/ledger.js';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/start-simulator.js';
import { picoOf } from './pico-of.js';
import type { TestDatabase } from './postgres.js';

/** A stand-in whose clock stands still, with a source for each of its log groups. */
export interface SimulatedCloud {
  readonly simulator: Simulator;
  /** One for each log group. */
  readonly sources: readonly BedrockCloudWatchSource[];
  /** One for each bucket that records are delivered to. */
  readonly s3Sources: readonly BedrockS3Source[];
}

export async function simulateCloud(now: number, options: SimulatorOptions): Promise<SimulatedCloud> {
  useStandInCredentials();
  const clock = new SimulatorClock();
  clock.hold(now);
  const simulator = await startSimulator({ clock, ...options });
  const sources = simulator.accounts.flatMap(({ accountId, region, logGroup, endpoint }) =>
    logGroup === null
      ? []
      : new BedrockCloudWatchSource({
          id: `${accountId}-${region}`,
          accountId,
          region,
          logGroup,
          endpoint,
          requestsPerSecond: 1_000,
        }),
  );
  const s3Sources = simulator.accounts.flatMap(({ accountId, region, bucket, keyPrefix, endpoint }) =>
    bucket === null
      ? []
      : new BedrockS3Source({
          id: `${accountId}-${region}-s3`,
          accountId,
          region,
          bucket,
          keyPrefix: keyPrefix ?? undefined,
          endpoint,
          bodies: 'read',
        }),
  );
  return { simulator, sources, s3Sources };
}

/** The ledger's question for a reader that looks up no profile behind an ARN. */
export const WITHOUT_PROFILES = { profiles: 'opaque' } as const;

/** The stand-in's own rules for its teams, as the product's configuration. */
export const simulatedTeams = attributionRulesSchema.parse(
  TEAM_RULES.map((rule, index) => ({
    name: `rule ${index + 1}`,
    team: rule.team,
    when: {
      ...('principalPattern' in rule ? { principal: rule.principalPattern } : {}),
      ...('metadata' in rule ? { metadata: { [rule.metadata.key]: rule.metadata.value } } : {}),
      ...('accountId' in rule ? { accountId: rule.accountId } : {}),
    },
  })),
);

/** What the database holds, in the words of the ledger, so that the two can be compared with one `toEqual`. */
export async function storedTotals({ pool }: TestDatabase) {
  const { rows } = await pool.query<Record<string, string>>(
    `select count(*)::text as requests,
            count(*) filter (where s.price_entry <> 'notBilled')::text as priced,
            count(*) filter (where s.price_entry = 'notBilled')::text as "notBilled",
            count(*) filter (where s.unpriced_reason <> 'outsideClaude')::text as unpriced,
            count(*) filter (where s.unpriced_reason = 'outsideClaude')::text as "nonClaude",
            count(*) filter (where e.output_tokens is null)::text as "unknownTokens",
            coalesce(sum(input_tokens), 0)::text as input,
            coalesce(sum(cache_read_tokens), 0)::text as "cacheRead",
            coalesce(sum(cache_write_5m_tokens), 0)::text as "cacheWrite5m",
            coalesce(sum(cache_write_1h_tokens), 0)::text as "cacheWrite1h",
            coalesce(sum(output_tokens), 0)::text as output,
            coalesce(sum(cost_pico), 0)::text as pico,
            (select count(distinct digest) from quarantine)::text as quarantined
     from   usage_event e
     join   usage_series s using (series_id)`,
  );
  return rows[0];
}

/** The same of the ledger. Dollars of the ledger as whole pico-dollars, as text. */
export function ledgerTotals({ total }: LedgerAnswer) {
  return {
    requests: String(total.requests),
    priced: String(total.pricedCalls),
    notBilled: String(total.notBilledCalls),
    unpriced: String(total.unpricedCalls),
    nonClaude: String(total.nonClaudeCalls),
    unknownTokens: String(total.callsWithUnknownTokens),
    input: String(total.tokens.input),
    cacheRead: String(total.tokens.cacheRead),
    cacheWrite5m: String(total.tokens.cacheWrite5m),
    cacheWrite1h: String(total.tokens.cacheWrite1h),
    output: String(total.tokens.output),
    pico: String(picoOf(total.costUsd)),
    quarantined: String(total.unparseable),
  };
}
