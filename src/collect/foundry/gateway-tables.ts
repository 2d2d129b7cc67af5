import { ifThere, literal, type LogTable } from './kql.js';

/** The two logs of a gateway about one call: what the model counted, and who called. */
export type GatewayLog = 'llm' | 'call';
export type Destination = 'dedicated' | 'legacy';

/**
 * The same rows from the tables that a diagnostic setting may write to, under the names of the dedicated ones. Settings made
 * on the command line write to AzureDiagnostics unless they say otherwise.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewaylogs
 */
export function gatewayTable(log: GatewayLog, destination: Destination, resourceId: string, withMessages = false) {
  const columns = log === 'llm' ? llmColumns(destination, withMessages) : callColumns(destination);
  return destination === 'dedicated'
    ? dedicated(log === 'llm' ? 'ApiManagementGatewayLlmLog' : 'ApiManagementGatewayLogs', resourceId, columns)
    : legacy(log === 'llm' ? 'GatewayLlmLogs' : 'GatewayLogs', resourceId, columns);
}

function dedicated(table: string, resourceId: string, columns: readonly string[]): LogTable {
  return { table, where: [`_ResourceId =~ ${literal(resourceId)}`], columns };
}

function legacy(category: string, resourceId: string, columns: readonly string[]): LogTable {
  const where = [`ResourceId =~ ${literal(resourceId)}`, `Category == ${literal(category)}`];
  return { table: 'AzureDiagnostics', where, columns };
}

function llmColumns(destination: Destination, withMessages: boolean): string[] {
  if (destination === 'dedicated') {
    return [
      'TimeGenerated',
      'CorrelationId',
      'SequenceNumber',
      'RequestId',
      'ModelName',
      'DeploymentName',
      'PromptTokens',
      'CompletionTokens',
      'TotalTokens',
      'IsStreamCompletion',
      'OperationName',
      'Region',
      // Not documented for this table; the same log has it where it goes to an event hub.
      ifThere('PromptCachedTokens'),
      ...(withMessages ? MESSAGES.map((name) => `${name} = tostring(${name})`) : []),
    ];
  }
  return [
    'TimeGenerated',
    'CorrelationId',
    'OperationName',
    ifThere('SequenceNumber', 'sequenceNumber_d'),
    ifThere('RequestId', 'requestId_s'),
    ifThere('ModelName', 'modelName_s'),
    ifThere('DeploymentName', 'deploymentName_s'),
    ifThere('PromptTokens', 'promptTokens_d'),
    ifThere('CompletionTokens', 'completionTokens_d'),
    ifThere('TotalTokens', 'totalTokens_d'),
    ifThere('PromptCachedTokens', 'promptCachedTokens_d'),
    ifThere('IsStreamCompletion', 'isStreamCompletion_b'),
    ...(withMessages ? MESSAGES.map((name) => ifThere(name, `${name[0]?.toLowerCase()}${name.slice(1)}_s`)) : []),
  ];
}

const MESSAGES = ['RequestMessages', 'ResponseMessages'];

/**
 * Of the headers of requests only those are asked for that name the program and its session: the others may hold keys. Those
 * of answers hold the ids under which Azure knows a call.
 */
function callColumns(destination: Destination): string[] {
  if (destination === 'dedicated') {
    return [
      'TimeGenerated',
      'CorrelationId',
      'ApimSubscriptionId',
      'ProductId',
      'UserId',
      'ApiId',
      'OperationId',
      'CallerIpAddress',
      'Method',
      'Url',
      'BackendUrl',
      'ResponseCode',
      'BackendResponseCode',
      'TotalTime',
      'BackendTime',
      'RequestSize',
      'ResponseSize',
      'LastErrorReason',
      'LastErrorSource',
      'Region',
      ifThere('BackendResponseHeaders'),
      ...programColumns('RequestHeaders'),
    ];
  }
  return [
    'TimeGenerated',
    'CorrelationId',
    ifThere('ApimSubscriptionId', 'apimSubscriptionId_s'),
    ifThere('ProductId', 'productId_s'),
    ifThere('UserId', 'userId_s'),
    ifThere('ApiId', 'apiId_s'),
    ifThere('OperationId', 'operationId_s'),
    ifThere('CallerIpAddress', 'CallerIPAddress'),
    ifThere('Method', 'method_s'),
    ifThere('Url', 'url_s'),
    ifThere('BackendUrl', 'backendUrl_s'),
    ifThere('ResponseCode', 'responseCode_d'),
    ifThere('BackendResponseCode', 'backendResponseCode_d'),
    ifThere('TotalTime', 'DurationMs'),
    ifThere('BackendTime', 'backendTime_d'),
    ifThere('RequestSize', 'requestSize_d'),
    ifThere('ResponseSize', 'responseSize_d'),
    ifThere('LastErrorReason', 'lastError_reason_s'),
    ifThere('LastErrorSource', 'lastError_source_s'),
    ifThere('BackendResponseHeaders', 'backendResponseHeaders_s'),
    ...programColumns('requestHeaders_s'),
  ];
}

/** Headers as a gateway logs them, under the spelling that its diagnostic setting names them by. */
function programColumns(column: string): string[] {
  const headers = `parse_json(tostring(column_ifexists("${column}", "")))`;
  const header = (name: string) =>
    `coalesce(tostring(${headers}["${name}"]), tostring(${headers}["${name.toLowerCase()}"]))`;
  return [`UserAgent = ${header('User-Agent')}`, `ClaudeCodeSession = ${header('X-Claude-Code-Session-Id')}`];
}
