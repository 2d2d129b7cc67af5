import { readModelId } from '../normalise/model-id.js';
import { price } from '../price/price.js';
import { effectiveOf } from '../price/terms.js';
import type { StoredUsage } from '../store/rerate.store.js';
import type { RepricedUsage } from '../store/write-prices.js';
import type { Flag } from '../usage/flags.js';
import { identified, type OwnRules, withPriceFlag } from './judge.js';

/** The call with its price as it would be found today; `null` when nothing but the version of the book differs. */
export function priceAgain(stored: StoredUsage, rules: OwnRules): RepricedUsage | null {
  const usage = identified(
    {
      ...loggedFacts(stored),
      cloud: stored.cloud,
      accountId: stored.accountId,
      region: stored.region,
      modelId: stored.modelId,
      occurredAt: stored.occurredAt.toISOString(),
      speed: stored.speed,
      batch: stored.batch,
      inferenceGeo: stored.inferenceGeo,
      stopReason: stored.stopReason,
      outcome: stored.outcome,
      errorCode: stored.errorCode,
      streamed: stored.streamed,
      tokens: {
        input: stored.input,
        cacheRead: stored.cacheRead,
        cacheWrite5m: stored.cacheWrite5m,
        cacheWrite1h: stored.cacheWrite1h,
        output: stored.output,
      },
      webSearchRequests: stored.webSearchRequests,
    },
    rules,
  );
  const again = price(usage, rules.book);
  const effective = effectiveOf(again, usage, rules.terms, rules.book);
  const priced = 'priced' in again ? again.priced : null;
  const unpriced = 'unpriced' in again ? again.unpriced : null;
  const isSame =
    stored.costPico === (priced?.total ?? null) &&
    stored.effectiveFemto === (effective?.femto ?? null) &&
    stored.entry === (priced?.basis.entry ?? null) &&
    stored.tier === (priced?.basis.tier ?? null) &&
    stored.unpriced === unpriced &&
    stored.model === usage.model &&
    stored.endpointScope === usage.endpointScope &&
    sameTexts(stored.priceRules, priced?.basis.rules) &&
    sameTexts(stored.terms, effective?.terms);
  if (isSame) return null;
  const { accountId, region, sourceId, modelId, serviceTier, outcome, team, client } = stored;
  const { cloud, model, vendor, endpointScope, speed, flags, provenance } = withPriceFlag(usage, again);
  return {
    eventId: stored.eventId,
    sight: { seriesId: stored.seriesId, factRank: stored.factRank, revision: stored.revision },
    series: {
      cloud,
      accountId,
      region,
      sourceId,
      modelId,
      model,
      vendor,
      endpointScope,
      serviceTier,
      outcome,
      team,
      client,
      basis: priced?.basis ?? null,
      terms: effective?.terms ?? [],
      unpriced,
    },
    price: again,
    effectiveFemto: effective?.femto ?? null,
    speed,
    flags,
    provenance,
  };
}

/** What the log itself said of model and scope, before any mapping or profile: from the id, or from the body or a field where only that told. */
export function loggedFacts({
  cloud,
  modelId,
  region,
  model,
  vendor,
  endpointScope,
  flags,
  provenance,
}: Pick<StoredUsage, 'cloud' | 'modelId' | 'region' | 'model' | 'vendor' | 'endpointScope' | 'flags' | 'provenance'>) {
  const wasIdentified = flags.some((flag) => BY_US.has(flag));
  // What the cloud said of a deployment was found when its logs were joined, and stays as long as no mapping replaced it.
  if (flags.includes('deploymentResolved') && !wasIdentified)
    return { model, vendor, endpointScope, flags, provenance };
  const ofId = readModelId(cloud, modelId, region);
  // Vertex AI tells of each call whether it was paid for by the hour; its id does not.
  const isPaidByHour = endpointScope === 'provisioned' && !wasIdentified;
  const read = isPaidByHour ? { ...ofId, endpointScope } : ofId;
  const asLogged = new Set(flags.filter((flag) => !BY_US.has(flag)));
  if (wasIdentified && read.endpointScope === 'unknown') asLogged.add('scopeUnknown');
  if (provenance.model === 'body' || provenance.model === 'bodyInS3' || provenance.model === 'record') {
    return { model, vendor, endpointScope: read.endpointScope, flags: [...asLogged], provenance };
  }
  if (read.model !== null) asLogged.delete('modelUnknown');
  else if (wasIdentified) asLogged.add('modelUnknown');
  const from = read.model === null ? ('absent' as const) : ('modelId' as const);
  return {
    model: read.model,
    vendor: read.vendor,
    endpointScope: read.endpointScope,
    flags: [...asLogged],
    provenance: { ...provenance, model: from },
  };
}

/** Flags that a mapping or a profile set, not the log. */
export const BY_US: ReadonlySet<Flag> = new Set(['mapped', 'mappingDisagrees', 'profileResolved', 'profileDisagrees']);

const sameTexts = (a: readonly string[] | null | undefined, b: readonly string[] | null | undefined) =>
  (a ?? []).join('\n') === (b ?? []).join('\n');
