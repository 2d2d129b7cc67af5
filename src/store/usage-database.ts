import type { Pool } from 'pg';
import { newInstanceName } from '../runtime/instance.js';
import type { ContentKeys } from '../runtime/keys/content-keys.js';
import { migrationsFolder } from '../runtime/package-root.js';
import { ContentRetention } from './content-retention.store.js';
import { checkServerVersion } from './database.js';
import { JoinGroupStore } from './join-groups.store.js';
import { LeaseStore } from './lease.store.js';
import { migrate } from './migrate.store.js';
import { PartitionStore } from './partitions.store.js';
import { RollupStore } from './rollup.store.js';
import { RunStore } from './runs.store.js';
import { UsageStore } from './usage.store.js';

/** A database that is ready to be written: migrated, with roll-ups for the given zones. */
export interface UsageDatabase {
  readonly pool: Pool;
  readonly usage: UsageStore;
  readonly runs: RunStore;
  readonly rollups: RollupStore;
  readonly partitions: PartitionStore;
  /** Groups of sights that are to be joined into events. */
  readonly joins: JoinGroupStore;
  /** Of this process, under a name of its own. Close them before the pool. */
  readonly leases: LeaseStore;
  readonly contentRetention: ContentRetention;
  /** What encrypts contents and quarantined records; null where no content key is configured. */
  readonly contentKeys: ContentKeys | null;
  /** Zones that usage_daily holds, UTC first. */
  readonly zones: readonly string[];
}

/**
 * Migrates the database behind `pool` and makes its daily roll-ups hold UTC and the given IANA zones. Contents are kept only
 * with keys to encrypt them.
 */
export async function prepareUsageDatabase(
  pool: Pool,
  timeZones: readonly string[],
  contentKeys: ContentKeys | null = null,
): Promise<UsageDatabase> {
  await checkServerVersion(pool);
  await migrate(pool, migrationsFolder());
  const zones = [...new Set(['UTC', ...timeZones])];
  const rollups = new RollupStore(pool);
  await rollups.setZones(zones);
  const instance = newInstanceName();
  return {
    pool,
    rollups,
    zones,
    runs: new RunStore(pool, instance),
    leases: new LeaseStore(pool, instance),
    usage: new UsageStore(pool, zones, contentKeys),
    partitions: new PartitionStore(pool),
    joins: new JoinGroupStore(pool),
    contentRetention: new ContentRetention(pool),
    contentKeys,
  };
}
