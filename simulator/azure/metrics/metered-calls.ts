import type { AzureBackend } from '../backend.js';
import type { FoundryCall } from '../world/call.js';
import { foundryCallsOfHour, HOUR_MS } from '../world/calls-of-hour.js';
import type { FoundryAccount } from '../world/estate.js';

const MINUTE_MS = 60_000;
const CACHED_HOURS = 800;

/** A call is in the metrics a minute after it began. https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time */
export const METERED_AFTER_MS = MINUTE_MS;

/** What the metrics are made of: every call that Foundry heard of, an hour at a time. */
export class MeteredCalls {
  private readonly cache = new Map<string, readonly FoundryCall[]>();

  constructor(private readonly backend: AzureBackend) {}

  /** Calls in the minutes of [from, to) that have been metered by now. */
  calls(account: FoundryAccount, from: number, to: number): FoundryCall[] {
    const now = this.backend.clock.now();
    const start = Math.max(from, this.backend.historyFrom);
    const end = Math.min(to, now);
    const found: FoundryCall[] = [];
    for (let hour = Math.floor(start / HOUR_MS); hour * HOUR_MS < end; hour += 1) {
      for (const call of this.callsOfHour(account, hour)) {
        const at = minuteOf(call);
        if (at >= from && at < to && call.occurredAt + METERED_AFTER_MS <= now) found.push(call);
      }
    }
    return found;
  }

  private callsOfHour(account: FoundryAccount, hour: number): readonly FoundryCall[] {
    const key = `${account.name}/${hour}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const calls = foundryCallsOfHour(this.backend.world, account, hour).filter((call) => call.backendStatus !== null);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size < CACHED_HOURS) break;
      this.cache.delete(oldest);
    }
    this.cache.set(key, calls);
    return calls;
  }
}

/** The minute in which a call is metered, as its first millisecond. */
export function minuteOf(call: FoundryCall): number {
  return Math.floor(call.occurredAt / MINUTE_MS) * MINUTE_MS;
}
