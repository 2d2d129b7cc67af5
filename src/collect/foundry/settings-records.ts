import { DAY_MS } from '../../usage/window.js';
import type { FoundryLog } from '../../usage/foundry-settings.js';
import type { AzureAccess } from './azure-access.js';
import { literal } from './kql.js';
import { LogQueryReader } from './log-query.reader.js';

/** Further back nothing is looked for: retention beyond it makes no difference to any verdict that is asked for. */
const REACH_DAYS = 400;

export interface RecordsQuestion {
  readonly id: string;
  readonly access: AzureAccess;
  /** The workspace's own id, a GUID. */
  readonly customerId: string;
  readonly log: FoundryLog;
  /** The resource that writes the log. */
  readonly resourceId: string;
  readonly dedicated: boolean;
  readonly now: number;
}

/** The UTC days of the oldest and the newest row of a resource's log; null where there is none. */
export async function findRecords(
  { id, access, customerId, log, resourceId, dedicated, now }: RecordsQuestion,
  signal: AbortSignal,
): Promise<{ readonly oldest: string | null; readonly newest: string | null }> {
  const reader = new LogQueryReader(id, customerId, access);
  const window = { from: now - REACH_DAYS * DAY_MS, to: now };
  const days: string[] = [];
  for await (const rows of reader.rows(() => kqlOf(log, resourceId, dedicated), window, signal))
    for (const row of rows)
      for (const at of [row['oldest'], row['newest']])
        if (typeof at === 'string' && at !== '') days.push(at.slice(0, 10));
  const sorted = days.sort();
  return { oldest: sorted[0] ?? null, newest: sorted.at(-1) ?? null };
}

function kqlOf(log: FoundryLog, resourceId: string, dedicated: boolean): string {
  const isOwnTable = log === 'gateway' && dedicated;
  return [
    `union isfuzzy=true ${isOwnTable ? 'ApiManagementGatewayLlmLog' : 'AzureDiagnostics'}`,
    isOwnTable ? `where _ResourceId =~ ${literal(resourceId)}` : `where ResourceId =~ ${literal(resourceId)}`,
    ...(isOwnTable ? [] : [`where Category == ${literal(log === 'gateway' ? 'GatewayLlmLogs' : 'RequestResponse')}`]),
    'summarize oldest = min(TimeGenerated), newest = max(TimeGenerated)',
  ].join('\n| ');
}
