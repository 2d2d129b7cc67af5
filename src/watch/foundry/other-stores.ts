import type { DiagnosticSetting } from '../../usage/foundry-settings.js';
import type { LogStore } from '../log-keeping.js';
import type { LoggingResource } from './foundry-question.js';
import { findOutWhySilent, nameOf } from './foundry-remedies.js';

/** Storage accounts and event hubs that a log is led to where no workspace gets it: their keeping is not looked at. */
export function otherStores(resource: LoggingResource, settings: readonly DiagnosticSetting[]): LogStore[] {
  if (settings.some(({ workspace }) => workspace !== null)) return [];
  return [...new Set(settings.flatMap(({ elsewhere }) => elsewhere))].map((id): LogStore => {
    const words = `It cannot be told how long ${nameOf(id)} keeps records: Ledgerline looks at Log Analytics workspaces only.`;
    const action = findOutWhySilent(resource.id, nameOf(id));
    return {
      name: nameOf(id),
      resource: id,
      role: resource.log === 'gateway' ? 'beside' : 'main',
      isWrittenNow: true,
      exists: true,
      keeping: null,
      unknownWords: words,
      holds: [],
      reachesBackTo: -Infinity,
      mayHoldMore: true,
      deliveries: { failed: 0, succeeded: true, countedBy: null },
      deliveriesUnknownWords: null,
      flaws: [],
      evidence: [],
      remedy: action,
      deliveryRemedy: action,
    };
  });
}
