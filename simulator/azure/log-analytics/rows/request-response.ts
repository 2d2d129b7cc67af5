import { Random } from '../../../random.js';
import { objectIdOf } from '../../world/callers.js';
import type { FoundryCall } from '../../world/call.js';
import { Ticks, type KqlValue } from '../kql/values.js';
import { diagnosticsCells, type Cells, type LogRow } from './log-row.js';

const ROW_STREAM = 21;

/** Ticks from 0001-01-01, where .NET begins to count, to 1970-01-01. */
const DOTNET_EPOCH = 621_355_968_000_000_000n;
/** Of the rows of the account that has them, how many have their properties in columns of their own. */
const FLATTENED_SHARE = 0.3;
const FLATTENED_ACCOUNT = 'insurer-research';

interface Properties {
  readonly text: Readonly<Record<string, string>>;
  readonly whole: Readonly<Record<string, bigint | number>>;
}

/** Foundry's own properties: no tokens, no texts, and the last part of addresses masked. */
function propertiesOf(call: FoundryCall, random: Random): Properties {
  const { deployment, occurredAt, durationMs, tokens } = call;
  const requestTime = DOTNET_EPOCH + Ticks.ofMs(occurredAt, random.whole(0, 9999)).count;
  const responseTime = DOTNET_EPOCH + Ticks.ofMs(occurredAt + durationMs, random.whole(0, 9999)).count;
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  const whole = { requestTime, responseTime, requestLength: 240 + prompt * 4, responseLength: 310 + tokens.output * 4 };
  const apiName =
    deployment?.format === 'OpenAI'
      ? 'Azure OpenAI API version 2024-10-21'
      : 'Anthropic Messages API version 2023-06-01';
  // Behind the gateway every caller is the gateway's own identity.
  const objectId = call.viaGateway ? objectIdOf(call.account.gateway?.name ?? '') : (call.caller.objectId ?? '');
  const text = { apiName, objectId, streamType: call.streamed ? 'Streaming' : 'Non-Streaming' };
  if (deployment === null) return { text, whole };
  const { name, modelName, modelVersion } = deployment;
  return { text: { ...text, modelDeploymentName: name, modelName, modelVersion }, whole };
}

function asText({ text, whole }: Properties): Cells {
  const numbers = Object.entries(whole).map(([name, value]) => `"${name}":${value}`);
  const strings = Object.entries(text).map(([name, value]) => `"${name}":${JSON.stringify(value)}`);
  return { properties_s: `{${[...numbers, ...strings].join(',')}}` };
}

function asColumns({ text, whole }: Properties): Cells {
  const cells: Record<string, KqlValue> = {};
  for (const [name, value] of Object.entries(text)) cells[`${name}_s`] = value;
  for (const [name, value] of Object.entries(whole)) cells[`${name}_d`] = Number(value);
  return cells;
}

function operationOf(call: FoundryCall): string {
  return call.deployment?.format === 'OpenAI' ? 'ChatCompletions_Create' : 'Messages_Create';
}

/** The row of one request in category RequestResponse; its time is seconds after the request's. `null`: Foundry heard of none. */
export function requestResponseRow(call: FoundryCall, flattenedFrom: number): LogRow | null {
  if (call.backendStatus === null) return null;
  const random = new Random(call.words, ROW_STREAM, call.index);
  const { account } = call;
  const properties = propertiesOf(call, random);
  const flat = random.chance(FLATTENED_SHARE) && account.name === FLATTENED_ACCOUNT && call.occurredAt >= flattenedFrom;
  const loggedAt = call.occurredAt + call.durationMs + random.whole(900, 3_200);
  return {
    table: 'AzureDiagnostics',
    resource: account.name,
    part: 'request',
    cells: {
      ...diagnosticsCells(account, account.resourceId),
      TimeGenerated: Ticks.ofMs(loggedAt, random.whole(0, 9999)),
      Category: 'RequestResponse',
      OperationName: operationOf(call),
      DurationMs: call.durationMs,
      CallerIPAddress: call.viaGateway ? '20.49.104.***' : call.caller.ipAddress.replace(/\d+$/, '***'),
      CorrelationId: call.correlationId,
      ResultSignature: String(call.backendStatus),
      Tenant_s: account.region,
      event_s: 'ShoeboxCallResult',
      location_s: account.region,
      ...(flat ? asColumns(properties) : asText(properties)),
    },
  };
}
