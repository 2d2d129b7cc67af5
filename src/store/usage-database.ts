import type { Pool } from 'pg';
import { newInstanceName } from '../runtime/instance.js';
import { migrationsFolder } from '../runtime/package-root.js';
import { checkServerVersion } from './database.js';
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
  /** Of this process, under a name of its own. Close them before the pool. */
  readonly leases: LeaseStore;
  /** Zones that usage_daily holds, UTC first. */
  readonly zones: readonly string[];
}

/** Migrates the database behind `pool` and makes its daily roll-ups hold UTC and the given IANA zones. */
export async function prepareUsageDatabase(pool: Pool, timeZones: readonly string[]): Promise<UsageDatabase> {
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
    usage: new UsageStore(pool, zones),
    runs: new RunStore(pool, instance),
    leases: new LeaseStore(pool, instance),
    partitions: new PartitionStore(pool),
  };
}
