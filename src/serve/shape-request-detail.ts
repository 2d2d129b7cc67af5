import { isRuleId, RULES, UNPRICED_WORDS } from '../price/rules.js';
import type { StoredRequest } from '../store/questions/request-by-id.js';
import { FLAGS, isFlag } from '../usage/flags.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import { UNPRICED_REASONS } from '../usage/priced.js';
import type { RequestDetail } from './answers/requests.js';
import { costLinesOf } from './cost-lines-of.js';
import { explainFilledFacts, explainProvenance } from './provenance-words.js';

export function shapeRequestDetail(row: StoredRequest): RequestDetail {
  return {
    event: shapeEvent(row),
    cost: shapeCost(row),
    unpriced:
      row.unpricedReason === null ? null : { reason: row.unpricedReason, words: unpricedWords(row.unpricedReason) },
    flags: row.flags.map((flag) => ({
      flag,
      words: isFlag(flag) ? FLAGS[flag] : 'A flag that this version does not know.',
    })),
    provenance: [...explainProvenance(row.provenance), ...explainFilledFacts(row.filledFrom ?? {}, row.sourceId)],
  };
}

function shapeEvent(row: StoredRequest): RequestDetail['event'] {
  return {
    eventId: row.eventId,
    occurredAt: row.occurredAt.toISOString(),
    cloud: row.cloud,
    accountId: row.accountId,
    region: row.region,
    inferenceRegion: row.inferenceRegion,
    requestId: row.requestId,
    messageId: row.messageId,
    modelId: row.modelId,
    model: row.model,
    vendor: row.vendor,
    endpointScope: row.endpointScope,
    operation: row.operation,
    streamed: row.streamed,
    outcome: row.outcome,
    errorCode: row.errorCode,
    stopReason: row.stopReason,
    serviceTier: row.serviceTier,
    speed: row.speed,
    batch: row.batch,
    inferenceGeo: row.inferenceGeo,
    tokens: {
      input: row.inputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite5m: row.cacheWrite5mTokens,
      cacheWrite1h: row.cacheWrite1hTokens,
      output: row.outputTokens,
    },
    webSearchRequests: row.webSearchRequests,
    principal: row.principal,
    identity:
      row.principalKind === null || row.principalName === null
        ? null
        : {
            kind: row.principalKind,
            name: row.principalName,
            session: row.principalSession,
            accountId: row.principalAccountId,
          },
    requestMetadata: row.requestMetadata ?? {},
    tools: row.tools ?? [],
    latencyMs: row.latencyMs,
    firstByteMs: row.firstByteMs,
    flags: row.flags,
    team: row.team,
    person: row.person,
    sourceId: row.sourceId,
    sources: [row.sourceId, ...(row.seenBy ?? [])],
    collectedAt: row.collectedAt.toISOString(),
  };
}

function shapeCost(row: StoredRequest): RequestDetail['cost'] {
  const { basis, costPico, premiumPico, withoutCachingPico } = row;
  if (basis === null || costPico === null) return null;
  return {
    costUsd: formatUsd(costPico),
    effectiveCostUsd: formatFemtoUsd(row.effectiveFemto ?? costPico * 1000n),
    terms: row.priceTerms ?? [],
    premiumUsd: formatUsd(premiumPico ?? 0n),
    listBeforePremiumUsd: formatUsd(costPico - (premiumPico ?? 0n)),
    withoutCachingUsd: formatUsd(withoutCachingPico ?? 0n),
    book: basis.book,
    entry: basis.entry,
    tier: basis.tier,
    rules: basis.rules.map((rule) => ({
      rule,
      words: isRuleId(rule) ? RULES[rule].words : 'A rule that this version does not know.',
      source: isRuleId(rule) ? RULES[rule].source : null,
    })),
    lines: costLinesOf(basis, row),
  };
}

function unpricedWords(reason: string): string {
  const known = UNPRICED_REASONS.find((one) => one === reason);
  return known === undefined ? 'A reason that this version does not know.' : UNPRICED_WORDS[known];
}
