import { Random } from '../../../random.js';
import type { FoundryCall } from '../../world/call.js';
import type { Gateway } from '../../world/estate.js';
import { Dynamic, Ticks } from '../kql/values.js';
import { standardCells, type Cells, type LogRow } from './log-row.js';

const GATEWAY_STREAM = 23;

/** Why the gateway refused by itself, in the words of its policies. */
const POLICY_ERRORS: Readonly<Record<number, readonly [source: string, reason: string, message: string]>> = {
  401: ['authentication', 'SubscriptionKeyInvalid', 'Access denied due to invalid subscription key.'],
  403: ['quota-by-key', 'QuotaExceeded', 'Out of call volume quota.'],
  429: ['llm-token-limit', 'TokenLimitExceeded', 'Token limit is exceeded. Try again in 12 seconds.'],
};

function lastError(call: FoundryCall): Cells {
  const error = call.backendStatus === null ? POLICY_ERRORS[call.status] : undefined;
  if (error === undefined) return {};
  const [source, reason, message] = error;
  return {
    LastErrorSource: source,
    LastErrorReason: reason,
    LastErrorSection: 'inbound',
    LastErrorMessage: message,
    Errors: new Dynamic([{ source, reason, message, section: 'inbound' }]),
  };
}

/** The gateway's own row of one request: who called, and whether Foundry heard of it. */
export function gatewayLogRow(call: FoundryCall, gateway: Gateway): LogRow {
  const random = new Random(call.words, GATEWAY_STREAM, call.index);
  const { account, caller } = call;
  const isProbe = call.kind === 'probe';
  const path = isProbe ? (call.status === 404 ? '/v1/models' : '/api/hello') : '/v1/messages';
  const overheadMs = random.whole(2, 25);
  const asksFoundry = call.backendStatus !== null;
  const knowsCaller = call.status !== 401;
  return {
    table: 'ApiManagementGatewayLogs',
    resource: gateway.name,
    part: 'gateway',
    cells: {
      ...standardCells('ApiManagementGatewayLogs', account, gateway.resourceId, 900),
      TimeGenerated: Ticks.ofMs(call.occurredAt, random.whole(0, 9999)),
      OperationName: 'Microsoft.ApiManagement/GatewayLogs',
      Category: 'GatewayLogs',
      CorrelationId: call.gatewayCorrelationId,
      Region: 'East US 2',
      ApiId: gateway.apiId,
      ApiRevision: '1',
      OperationId: isProbe ? 'probe' : 'messages-create',
      Method: isProbe && call.status !== 404 ? 'HEAD' : 'POST',
      Url: `https://${gateway.name}.azure-api.net/anthropic${path}`,
      Cache: 'none',
      ClientProtocol: 'HTTP/1.1',
      ClientTlsVersion: '1.3',
      CallerIpAddress: caller.ipAddress,
      RequestHeaders: new Dynamic({ 'User-Agent': caller.userAgent }),
      RequestSize: 300 + call.tokens.input * 4,
      ResponseSize: 280 + call.tokens.output * 4,
      ResponseCode: call.status,
      IsRequestSuccess: call.status < 400,
      TotalTime: call.durationMs + overheadMs,
      ...(knowsCaller ? { ApimSubscriptionId: caller.subscriptionId, ProductId: caller.productId } : {}),
      ...(knowsCaller ? { UserId: caller.userId } : {}),
      ...(asksFoundry
        ? {
            BackendMethod: 'POST',
            BackendUrl: `https://${account.name}.services.ai.azure.com/anthropic/v1/messages`,
            BackendResponseCode: call.backendStatus,
            BackendTime: call.durationMs,
          }
        : {}),
      ...lastError(call),
    },
  };
}
