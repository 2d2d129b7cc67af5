import type { Pool } from 'pg';
import { billedWindow, FoundryCostReader } from '../collect/foundry/cost.reader.js';
import { FoundryDeploymentsReader } from '../collect/foundry/deployments.reader.js';
import { SourceUnavailable } from '../collect/log-source.js';
import type { FoundryCostConfig, FoundryDeploymentsConfig } from '../runtime/config/foundry-schema.js';
import { BilledUsageStore } from '../store/billed-usage.store.js';
import { DeploymentStore } from '../store/deployments.store.js';
import { noteFailed, type Reader } from '../store/reader-state.store.js';

export type FoundryFactsConfig = FoundryDeploymentsConfig | FoundryCostConfig;

/**
 * Reads an account's deployments, or what was billed of a scope, and keeps it. What cannot be read says so in its state and
 * is tried again at the next run; answers false then.
 */
export async function readFoundryFacts(
  config: FoundryFactsConfig,
  { pool, now }: { readonly pool: Pool; readonly now: number },
  signal: AbortSignal,
): Promise<boolean> {
  const reader: Reader = { sourceId: config.id, cloud: 'foundry', kind: config.kind };
  try {
    if (config.kind === 'foundry-deployments') {
      const seen = await new FoundryDeploymentsReader(config).list(signal);
      await new DeploymentStore(pool).save(reader, config.resourceId, seen, now);
    } else {
      const days = billedWindow(now, config.historyDays);
      const read = await new FoundryCostReader(config).read(days, signal);
      await new BilledUsageStore(pool).replace(reader, { scope: config.scope, days, ...read }, now);
    }
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SourceUnavailable)) throw error;
    const state = error.reason === 'permission' ? 'permission' : 'failing';
    await noteFailed(pool, reader, { state, detail: error.message, at: now });
    return false;
  }
}
