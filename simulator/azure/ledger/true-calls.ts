import type { TrueTokens } from '../../world/call.js';
import type { AzureBackend } from '../backend.js';
import type { FoundryCall } from '../world/call.js';
import { callerKey } from '../world/callers.js';
import { foundryCallsOfHour, HOUR_MS } from '../world/calls-of-hour.js';
import { FOUNDRY_ACCOUNTS } from '../world/estate.js';
import { costOfCall } from './foundry-prices.js';

/** One call as it was, whoever logged it. */
export interface TrueFoundryCall {
  readonly occurredAt: string;
  readonly account: string;
  readonly kind: FoundryCall['kind'];
  readonly deployment: string;
  /** Empty for a probe, and for a name under which nothing was deployed. */
  readonly model: string;
  /** `apim:`, `entra:` and who called, or `key`. */
  readonly caller: string;
  readonly viaGateway: boolean;
  readonly streamed: boolean;
  readonly status: number;
  /** `null`: the gateway refused by itself. */
  readonly backendStatus: number | null;
  readonly messageId: string | null;
  readonly correlationId: string;
  /** `null`: the call did not pass the gateway. */
  readonly gatewayCorrelationId: string | null;
  readonly tokens: TrueTokens;
  /** Whole pico-dollars. */
  readonly costPicoUsd: string;
}

function tell(call: FoundryCall): TrueFoundryCall {
  const { kind, viaGateway, streamed, status, backendStatus, messageId, correlationId, tokens } = call;
  return {
    occurredAt: new Date(call.occurredAt).toISOString(),
    account: call.account.name,
    kind,
    deployment: call.deploymentName,
    model: call.deployment?.modelName ?? '',
    caller: callerKey(call.caller),
    viaGateway,
    streamed,
    status,
    backendStatus,
    messageId,
    correlationId,
    gatewayCorrelationId: viaGateway ? call.gatewayCorrelationId : null,
    tokens,
    costPicoUsd: costOfCall(call).toString(),
  };
}

/** Every call of [from, to) up to now, account after account in order of time. */
export function trueCalls({ world, historyFrom, clock }: AzureBackend, from: number, to: number): TrueFoundryCall[] {
  const start = Math.max(from, historyFrom);
  const end = Math.min(to, clock.now());
  return FOUNDRY_ACCOUNTS.flatMap((account) => {
    const told: TrueFoundryCall[] = [];
    for (let hour = Math.floor(start / HOUR_MS); hour * HOUR_MS < end; hour += 1) {
      const calls = foundryCallsOfHour(world, account, hour);
      told.push(...calls.filter(({ occurredAt: at }) => at >= start && at < end).map((call) => tell(call)));
    }
    return told;
  });
}
