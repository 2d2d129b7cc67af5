import type { ColumnType } from '../kql/values.js';

export const TABLES = ['AzureDiagnostics', 'ApiManagementGatewayLlmLog', 'ApiManagementGatewayLogs'] as const;
export type TableName = (typeof TABLES)[number];

type Columns = Readonly<Record<string, ColumnType>>;

/** Columns that every table has. */
const STANDARD: Columns = {
  TenantId: 'guid',
  TimeGenerated: 'datetime',
  SourceSystem: 'string',
  Type: 'string',
  _ResourceId: 'string',
  _SubscriptionId: 'string',
  _BilledSize: 'real',
  _IsBillable: 'string',
};

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog */
const LLM_LOG: Columns = {
  ...STANDARD,
  ApiVersion: 'string',
  CompletionTokens: 'int',
  CorrelationId: 'string',
  DeploymentName: 'string',
  IsStreamCompletion: 'bool',
  ModelName: 'string',
  OperationName: 'string',
  PromptTokens: 'int',
  Region: 'string',
  RequestId: 'string',
  RequestMessages: 'dynamic',
  ResponseMessages: 'dynamic',
  SequenceNumber: 'int',
  TotalTokens: 'int',
};

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewaylogs */
const GATEWAY_LOGS: Columns = {
  ...STANDARD,
  ApiId: 'string',
  ApiRevision: 'string',
  ApimSubscriptionId: 'string',
  BackendMethod: 'string',
  BackendResponseCode: 'int',
  BackendTime: 'long',
  BackendUrl: 'string',
  Cache: 'string',
  CallerIpAddress: 'string',
  Category: 'string',
  ClientProtocol: 'string',
  ClientTlsVersion: 'string',
  CorrelationId: 'string',
  Errors: 'dynamic',
  IsRequestSuccess: 'bool',
  LastErrorMessage: 'string',
  LastErrorReason: 'string',
  LastErrorSection: 'string',
  LastErrorSource: 'string',
  Method: 'string',
  OperationId: 'string',
  OperationName: 'string',
  ProductId: 'string',
  Region: 'string',
  RequestHeaders: 'dynamic',
  RequestSize: 'int',
  ResponseCode: 'int',
  ResponseSize: 'int',
  TotalTime: 'long',
  TraceRecords: 'dynamic',
  Url: 'string',
  UserId: 'string',
};

/** What all services write into AzureDiagnostics; whatever else a row has gets a column of its own when it first comes. */
const DIAGNOSTICS: Columns = {
  ...STANDARD,
  CallerIPAddress: 'string',
  Category: 'string',
  CorrelationId: 'string',
  DurationMs: 'long',
  OperationName: 'string',
  Resource: 'string',
  ResourceGroup: 'string',
  ResourceId: 'string',
  ResourceProvider: 'string',
  ResourceType: 'string',
  ResultSignature: 'string',
  ResultType: 'string',
  SubscriptionId: 'string',
};

const FIXED: Readonly<Record<TableName, Columns>> = {
  AzureDiagnostics: DIAGNOSTICS,
  ApiManagementGatewayLlmLog: LLM_LOG,
  ApiManagementGatewayLogs: GATEWAY_LOGS,
};

/** The columns that a table has from the start. */
export function fixedColumns(table: TableName): ReadonlyMap<string, ColumnType> {
  return new Map(Object.entries(FIXED[table]));
}

const TYPE_OF_SUFFIX: Readonly<Record<string, ColumnType>> = {
  s: 'string',
  d: 'real',
  b: 'bool',
  g: 'guid',
  t: 'datetime',
};

/** The type of a column of AzureDiagnostics that its name's ending tells. */
export function typeOfSuffix(column: string): ColumnType {
  return TYPE_OF_SUFFIX[column.slice(column.lastIndexOf('_') + 1)] ?? 'string';
}

export function isTable(name: string): name is TableName {
  return TABLES.some((table) => table === name);
}
