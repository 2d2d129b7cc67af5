import type { FoundryAccount } from '../../world/estate.js';
import { Ticks, type KqlValue } from '../kql/values.js';
import type { TableName } from './tables.js';

/** The cells of a row that are told; columns that it leaves out are null. */
export type Cells = Readonly<Record<string, KqlValue>>;

/** A row before anybody has delivered it. */
export interface LogRow {
  readonly table: TableName;
  /** The account or the gateway that writes it. */
  readonly resource: string;
  /** Which of its call's rows it is, e.g. `llm/0`: each is delivered on its own. */
  readonly part: string;
  readonly cells: Cells & { readonly TimeGenerated: Ticks };
}

/** What Log Analytics itself puts into a row. */
export function standardCells(table: TableName, account: FoundryAccount, resourceId: string, bytes: number): Cells {
  return {
    TenantId: account.workspace.customerId,
    SourceSystem: 'Azure',
    Type: table,
    _ResourceId: resourceId.toLowerCase(),
    _SubscriptionId: account.subscriptionId,
    _BilledSize: bytes,
    _IsBillable: 'True',
  };
}

/** What a row of AzureDiagnostics tells of the resource that wrote it, in capitals as the service has it. */
export function diagnosticsCells(account: FoundryAccount, resourceId: string): Cells {
  const parts = resourceId.split('/');
  return {
    ...standardCells('AzureDiagnostics', account, resourceId, 1100),
    ResourceId: resourceId.toUpperCase(),
    SubscriptionId: account.subscriptionId,
    ResourceGroup: (parts[4] ?? '').toUpperCase(),
    ResourceProvider: (parts[6] ?? '').toUpperCase(),
    ResourceType: (parts[7] ?? '').toUpperCase(),
    Resource: (parts[8] ?? '').toUpperCase(),
  };
}
