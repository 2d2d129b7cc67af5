import type { LogOptions } from '../../backend.js';
import type { AzureFaults } from '../../azure-faults.js';
import type { FoundryCall } from '../../world/call.js';
import { foundryCallsOfHour, HOUR_MS, type FoundryWorldOptions } from '../../world/calls-of-hour.js';
import type { FoundryAccount } from '../../world/estate.js';
import { auditRows } from './audit.js';
import { deliver, type DeliveredRow } from './deliver.js';
import { gatewayLogRow } from './gateway-log.js';
import { legacyRow } from './legacy.js';
import { llmLogRows } from './llm-log.js';
import type { LogRow } from './log-row.js';
import { requestResponseRow } from './request-response.js';

/** What the gateway writes of a call that passes it, in the tables that its diagnostic setting has at the time. */
export function gatewayRowsOf(call: FoundryCall, logs: LogOptions): LogRow[] {
  const { account } = call;
  const { gateway } = account;
  if (!call.viaGateway || gateway === null) return [];
  const rows = [...llmLogRows(call, gateway, logs.logMessages), gatewayLogRow(call, gateway)];
  return call.occurredAt < logs.dedicatedFrom ? rows.map((row) => legacyRow(row, account, gateway)) : rows;
}

/** A row of a call, delivered as often as it is. */
export function deliverRowOf(call: FoundryCall, row: LogRow, seed: number, faults: AzureFaults): DeliveredRow[] {
  const { account, occurredAt, index } = call;
  const key = `${seed}/azure/delivery/${account.name}/${Math.floor(occurredAt / HOUR_MS)}/${index}/${row.part}`;
  return deliver(row, key, account.workspace, faults);
}

/** Every row of what happened in an hour on an account, delivered by now or not. */
export function rowsOfHour(
  world: FoundryWorldOptions,
  logs: LogOptions,
  account: FoundryAccount,
  hour: number,
  faults: AzureFaults,
): DeliveredRow[] {
  const rows = foundryCallsOfHour(world, account, hour).flatMap((call) => {
    const own = requestResponseRow(call, logs.flattenedFrom);
    return [...(own === null ? [] : [own]), ...gatewayRowsOf(call, logs)].flatMap((row) =>
      deliverRowOf(call, row, world.seed, faults),
    );
  });
  const audited = auditRows(world.seed, account, hour).flatMap((row) =>
    deliver(row, `${world.seed}/azure/delivery/${account.name}/${hour}/audit`, account.workspace, faults),
  );
  return [...rows, ...audited];
}
