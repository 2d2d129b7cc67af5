import { type Alternative, alternativesOf } from '../price/alternatives.js';
import type { Pricing } from '../price/pricing.js';
import { unbilledBy } from '../price/rules.js';
import { WHAT_IF_CAVEATS } from '../price/what-if.js';
import type { StoredRequest } from '../store/questions/request-by-id.js';
import { formatUsd } from '../usage/money.js';
import type { WhatIfAnswer } from './answers/what-if.js';
import { usageOfRequest } from './usage-of-request.js';

/** What a stored call would have cost otherwise. */
export function shapeWhatIf(row: StoredRequest, pricing: Pricing): WhatIfAnswer {
  const usage = usageOfRequest(row);
  const isBilled = row.costPico !== null && unbilledBy(row.basis?.rules ?? []) === null;
  const alternatives = usage !== null && isBilled ? alternativesOf(usage, pricing) : [];
  return {
    eventId: row.eventId,
    costUsd: row.costPico === null ? null : formatUsd(row.costPico),
    alternatives: alternatives.map((alternative) => shapeAlternative(alternative, row.costPico ?? 0n)),
  };
}

function shapeAlternative(
  { change, imagined, move }: Alternative,
  costPico: bigint,
): WhatIfAnswer['alternatives'][number] {
  const total = 'priced' in imagined.price ? imagined.price.priced.total : null;
  return {
    change: change.kind,
    to: change.kind === 'scope' ? change.endpointScope : change.kind === 'model' ? change.model : null,
    costUsd: total === null ? null : formatUsd(total),
    differenceUsd: total === null ? null : formatUsd(total - costPico),
    possible: move?.answer ?? null,
    policy: move?.answer === 'blockedByPolicy' ? move.policy : null,
    caveats: imagined.caveats.map((caveat) => ({ caveat, words: WHAT_IF_CAVEATS[caveat] })),
  };
}
