import { pricesSchema } from '../price/prices-schema.js';
import { type Pricing, pricingOf } from '../price/pricing.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import type { StandIn } from './stand-in.js';

type Account = StandIn['accounts'][number];

/** The sources of an account and region: its log group, its bucket, or both where the log goes to both. */
export function demoSources({ accountId, region, endpoint, ...log }: Account, historyDays: number): SourceConfig[] {
  const common = {
    accountId,
    region,
    endpoint,
    historyDays,
    bodies: 'read',
    metrics: true,
    // Every ten seconds instead of every five minutes, so that a visitor sees it live.
    schedule: { live: '*/10 * * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
  } as const;
  const id = `bedrock-${accountId.slice(-4)}-${region}`;
  const sources: SourceConfig[] = [];
  if (log.logGroup !== null) sources.push({ ...common, id, kind: 'bedrock-cloudwatch', logGroup: log.logGroup });
  if (log.bucket !== null) {
    const keyPrefix = log.keyPrefix === null ? {} : { keyPrefix: log.keyPrefix };
    sources.push({ ...common, ...keyPrefix, id: `${id}-s3`, kind: 'bedrock-s3', bucket: log.bucket });
  }
  return sources;
}

/** The stand-in's hint about a team as a rule of ours. */
export function demoRule(
  { team, principalPattern, metadata, modelPattern, accountId }: StandIn['teams'][number],
  index: number,
) {
  return {
    name: `demo rule ${index + 1}`,
    team,
    when: {
      ...(principalPattern === undefined ? {} : { principal: principalPattern }),
      ...(metadata === undefined ? {} : { metadata: { [metadata.key]: metadata.value } }),
      ...(modelPattern === undefined ? {} : { modelId: modelPattern }),
      ...(accountId === undefined ? {} : { accountId }),
    },
  };
}

/** What the invented insurer has agreed upon, so that no screen about money is empty: all of it is invented. */
export function demoPricing(): Pricing {
  return pricingOf(
    pricesSchema.parse({
      terms: [{ name: 'enterprise agreement', when: { cloud: 'bedrock' }, discountPercent: '6', from: '2026-10-01' }],
      residency: [
        {
          name: 'customers of the Union',
          when: { cloud: 'bedrock', region: 'eu-central-1' },
          reason: 'Claims of European customers are processed in the Union.',
        },
      ],
      commitments: [
        {
          name: 'model unit in Frankfurt',
          from: '2026-09-01',
          when: { cloud: 'bedrock', region: 'eu-central-1', modelId: '*:provisioned-model/*' },
          usd: '2.40',
          per: 'hour',
        },
      ],
      currency: [
        {
          currency: 'EUR',
          rates: [
            { from: '2026-01-01', perUsd: '0.86', source: 'invented for the demo' },
            { from: '2026-11-01', perUsd: '0.87', source: 'invented for the demo' },
          ],
        },
      ],
    }),
  );
}
