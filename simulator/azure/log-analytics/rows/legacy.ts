import { Dynamic, textOf, type KqlValue } from '../kql/values.js';
import type { FoundryAccount, Gateway } from '../../world/estate.js';
import { diagnosticsCells, type LogRow } from './log-row.js';
import { fixedColumns } from './tables.js';

const COMMON = fixedColumns('AzureDiagnostics');

/** Columns of the dedicated tables that AzureDiagnostics has under a name of its own. */
const RENAMED: Readonly<Record<string, string>> = {
  CallerIpAddress: 'CallerIPAddress',
  TotalTime: 'DurationMs',
  Region: 'location_s',
};

function suffixed(name: string, value: KqlValue): string {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  if (typeof value === 'number') return `${camel}_d`;
  return typeof value === 'boolean' ? `${camel}_b` : `${camel}_s`;
}

/** A row of a gateway as it arrives in AzureDiagnostics while the diagnostic setting is of the older kind. */
export function legacyRow(row: LogRow, account: FoundryAccount, gateway: Gateway): LogRow {
  const cells: Record<string, KqlValue> = {};
  for (const [name, value] of Object.entries(row.cells)) {
    if (value === null || name.startsWith('_')) continue;
    const known = RENAMED[name] ?? (COMMON.has(name) ? name : suffixed(name, value));
    cells[known] = value instanceof Dynamic ? textOf(value) : value;
  }
  const isLlm = row.table === 'ApiManagementGatewayLlmLog';
  return {
    table: 'AzureDiagnostics',
    resource: row.resource,
    part: row.part,
    cells: {
      ...cells,
      ...diagnosticsCells(account, gateway.resourceId),
      Category: isLlm ? 'GatewayLlmLogs' : 'GatewayLogs',
      TimeGenerated: row.cells.TimeGenerated,
    },
  };
}
