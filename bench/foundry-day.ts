import { rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinDirtyGroups } from '../src/ingest/join-groups.js';
import { NO_RULES } from '../src/ingest/judge.js';
import { foundryKeyOf } from '../src/join/foundry-join.js';
import { groupKeyOfBin } from '../src/join/foundry-deployments.js';
import { reachOf } from '../src/join/reach.js';
import { startEmbeddedPostgres } from '../src/runtime/embedded-postgres.js';
import { createPool } from '../src/store/database.js';
import { MeterStore } from '../src/store/meters.store.js';
import { prepareUsageDatabase, type UsageDatabase } from '../src/store/usage-database.js';
import { HOUR_MS } from '../src/usage/window.js';
import { ACCOUNT, bins, DAY, foundrySight } from '../test/support/foundry-sights.js';

const CALLS = 100_000;
const DEPLOYMENT = 'care';
/** Calls are spread over the day, one every so often; each tells 100 tokens in and 10 out. */
const EVERY_MS = (DAY.to - DAY.from) / CALLS;
const METER = { id: 'meter', cloud: 'foundry', accountId: ACCOUNT, region: 'eastus2', keptDays: 93 };

/** A busy day of one deployment of Foundry: joined for the first time, and again when one row of one hour comes late. */
export async function benchFoundryDay(): Promise<void> {
  const folder = join(tmpdir(), `ledgerline-bench-${process.pid}`);
  const server = await startEmbeddedPostgres({ dataDir: folder, log: { log: () => {}, warn: console.error } });
  const pool = createPool(server.url, { applicationName: 'bench', max: 6 });
  try {
    const database = await prepareUsageDatabase(pool, []);
    console.log(`${CALLS} gateway rows of a day, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
    const rows: Record<string, Record<string, number>> = {};
    await saveRows(database, 0, CALLS);
    await saveMeter(database, 0);
    rows['the whole day, first'] = await measure(database);
    await saveRows(database, CALLS / 2 + 0.5, 1);
    rows['a late row of one hour'] = await measure(database);
    await saveMeter(database, 7);
    rows['an hour is metered otherwise'] = await measure(database);
    console.table(rows);
  } finally {
    await pool.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function saveRows({ usage }: UsageDatabase, first: number, count: number): Promise<void> {
  const page = 2_000;
  for (let start = 0; start < count; start += page) {
    const sights = Array.from({ length: Math.min(page, count - start) }, (_, index) => {
      const number = first + start + index;
      const sight = foundrySight('gateway', `call-${number}`, DAY.from + number * EVERY_MS);
      return { ...sight, group: foundryKeyOf(sight), reach: reachOf(sight.event) };
    });
    await usage.save({ cloud: 'foundry', sourceId: 'gateway', events: [], rejected: [], sights }, null);
  }
}

/** Twice as many calls as are told of, with what was cached; of an hour at noon some more. */
async function saveMeter({ pool }: UsageDatabase, more: number): Promise<void> {
  const perHour = CALLS / 24;
  const hours = Array.from({ length: 24 }, (_, hour) =>
    bins(hour, {
      inputTokens: Math.round(perHour * 200) + (hour === 12 ? more : 0),
      cacheReadTokens: Math.round(perHour * 9_000),
      outputTokens: Math.round(perHour * 20),
      requests: Math.round(perHour * 2),
    }),
  );
  const keyed = hours.flat().map((bin) => ({ ...bin, groupKey: groupKeyOfBin(bin), value: BigInt(bin.value) }));
  const window = { from: DAY.from, to: DAY.from + 24 * HOUR_MS };
  await new MeterStore(pool).save(
    METER,
    window,
    keyed.map((bin) => ({ ...bin, deployment: DEPLOYMENT })),
  );
}

async function measure({ joins }: UsageDatabase) {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const signal = new AbortController().signal;
  const { groups, added, rewritten, removed, failed } = await joinDirtyGroups(
    { joins, rules: NO_RULES },
    { settledMs: 0, signal },
  );
  clearInterval(watch);
  if (failed.length > 0) throw new Error(failed[0]?.message);
  return {
    groups,
    added,
    rewritten,
    removed,
    seconds: Math.round(performance.now() - started) / 1000,
    'own CPU, s': Math.round(process.cpuUsage(cpu).user / 10_000) / 100,
    'memory before, MB': Math.round(before / 1e6),
    'most memory, MB': Math.round(Math.max(peak, process.memoryUsage.rss()) / 1e6),
  };
}
