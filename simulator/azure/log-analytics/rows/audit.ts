import { Random, seedWordsOf } from '../../../random.js';
import { objectIdOf } from '../../world/callers.js';
import { HOUR_MS } from '../../world/calls-of-hour.js';
import type { FoundryAccount } from '../../world/estate.js';
import { Ticks } from '../kql/values.js';
import { diagnosticsCells, type LogRow } from './log-row.js';

/** The rows of category Audit in an hour: now and then somebody lists the account's keys. */
export function auditRows(seed: number, account: FoundryAccount, hour: number): LogRow[] {
  const random = new Random(seedWordsOf(`${seed}/azure/${account.name}/audit/${hour}`));
  if (!random.chance(0.2)) return [];
  const at = hour * HOUR_MS + random.whole(0, HOUR_MS - 1);
  return [
    {
      table: 'AzureDiagnostics',
      resource: account.name,
      part: 'audit',
      cells: {
        ...diagnosticsCells(account, account.resourceId),
        TimeGenerated: Ticks.ofMs(at, random.whole(0, 9999)),
        Category: 'Audit',
        OperationName: 'ListKey',
        CorrelationId: random.uuid(),
        Tenant_s: account.region,
        properties_s: JSON.stringify({
          objectId: objectIdOf(random.pick(['mi-key-rotation', 'ops.admin@example.com'])),
        }),
        AssetIdentity_g: random.uuid(),
      },
    },
  ];
}
