import type { RequestsRow } from '../store/questions/requests-page.js';
import { costStateOf } from './cost-state.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import type { RequestRow } from './answers/requests.js';
import type { Visible } from './answers/scope.js';

export function shapeRequestRow(row: RequestsRow, { masked }: Visible): RequestRow {
  return {
    eventId: row.eventId,
    occurredAt: row.occurredAt.toISOString(),
    cloud: row.cloud,
    accountId: row.accountId,
    region: row.region,
    model: row.model,
    modelId: row.modelId,
    vendor: row.vendor,
    endpointScope: row.endpointScope,
    operation: row.operation,
    streamed: row.streamed,
    outcome: row.outcome,
    errorCode: row.errorCode,
    stopReason: row.stopReason,
    principal: masked.includes('principal') ? null : row.principal,
    person: masked.includes('person') ? null : row.person,
    team: row.team,
    tokensTotal: row.tokensTotal,
    tokensKnown: row.tokensKnown,
    costState: costStateOf(row.costPico, row.priceRules ?? []),
    costUsd: row.costPico === null ? null : formatUsd(row.costPico),
    effectiveCostUsd: row.effectiveFemto === null ? null : formatFemtoUsd(row.effectiveFemto),
    unpricedReason: row.unpricedReason,
    latencyMs: row.latencyMs,
    requests: row.requests,
    flags: row.flags,
    joinDueAt: row.joinDueAt?.toISOString() ?? null,
  };
}
