import { rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_FAULTS } from '../simulator/faults.js';
import { LogHours } from '../simulator/logs/log-hours.js';
import { DEFAULT_WORLD } from '../simulator/world.js';
import { PLACES } from '../simulator/world-places.js';
import { judgePage, NO_RULES, type OwnRules } from '../src/ingest/judge.js';
import { rerate, rerateEngine } from '../src/ingest/rerate-run.js';
import { priceTermsSchema } from '../src/price/terms-schema.js';
import { systemClock } from '../src/runtime/clock.js';
import { startEmbeddedPostgres } from '../src/runtime/embedded-postgres.js';
import { createPool } from '../src/store/database.js';
import { rerateRunById } from '../src/store/questions/rerate-run-by-id.js';
import { prepareUsageDatabase, type UsageDatabase } from '../src/store/usage-database.js';
import { HOUR_MS } from '../src/usage/window.js';

const DAYS = 60;
const CALLS_PER_DAY = 3_700;
const discounted: OwnRules = {
  ...NO_RULES,
  terms: priceTermsSchema.parse([{ name: 'seven percent', when: {}, discountPercent: '7' }]),
};

/** Pricing two months again: when nothing changes and when every call does, as a preview and for good. */
export async function benchRerate(): Promise<void> {
  const folder = join(tmpdir(), `ledgerline-bench-${process.pid}`);
  const server = await startEmbeddedPostgres({ dataDir: folder, log: { log: () => {}, warn: console.error } });
  const pool = createPool(server.url, { applicationName: 'bench', max: 6 });
  try {
    const database = await prepareUsageDatabase(pool, ['Europe/Berlin', 'America/New_York']);
    const events = await fill(database);
    console.log(`${events} calls of ${DAYS} days, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
    const rows: Record<string, Record<string, number>> = {};
    for (const [title, kind, rules] of [
      ['preview, nothing changes', 'preview', NO_RULES],
      ['preview, every priced call changes', 'preview', discounted],
      ['apply, nothing changes', 'apply', NO_RULES],
      ['apply, every priced call changes', 'apply', discounted],
    ] as const) {
      rows[title] = await measure(database, kind, rules);
    }
    console.table(rows);
  } finally {
    await pool.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure({ pool, rollups }: UsageDatabase, kind: 'preview' | 'apply', rules: OwnRules) {
  const engine = rerateEngine({ pool, rollups, rules, clock: systemClock });
  const cpu = process.cpuUsage();
  const started = performance.now();
  let daysDoneAt = started;
  const { runId } = await rerate(engine, {
    kind,
    range: { from: null, to: null },
    startedBy: 'bench',
    onProgress: () => (daysDoneAt = performance.now()),
    signal: new AbortController().signal,
  });
  const run = await rerateRunById(pool, runId);
  const events = run?.events ?? 0;
  return {
    calls: events,
    changed: run?.changed ?? 0,
    'days, s': seconds(started, daysDoneAt),
    'roll-ups, s': seconds(daysDoneAt, performance.now()),
    'own CPU, s': Math.round(process.cpuUsage(cpu).user / 10_000) / 100,
    'calls/s': Math.round(events / ((performance.now() - started) / 1000)),
  };
}

const seconds = (from: number, to: number) => Math.round((to - from) / 10) / 100;

/** Two months of an invented company, stored as they are collected. */
async function fill({ usage, pool }: UsageDatabase): Promise<number> {
  const firstHour = Math.floor(systemClock.now() / HOUR_MS) - 24 * DAYS;
  const hours = new LogHours({ ...DEFAULT_WORLD, callsPerDay: CALLS_PER_DAY }, firstHour * HOUR_MS);
  const judging = { cloud: 'bedrock', sourceId: 'bench', rules: NO_RULES, now: systemClock.now() } as const;
  let events = 0;
  for (let day = 0; day < DAYS; day += 1) {
    const records: { text: string; envelope: object }[] = [];
    for (let hour = 0; hour < 24; hour += 1) {
      for (const place of PLACES) {
        for (const event of hours.eventsOf(place, firstHour + day * 24 + hour, NO_FAULTS)) {
          const { message }: { message: string } = JSON.parse(event.json);
          records.push({ text: message, envelope: {} });
        }
      }
    }
    const judged = judgePage(records, judging);
    const saved = await usage.save({ ...judged, cloud: 'bedrock', sourceId: 'bench' }, null);
    events += saved.new;
  }
  await pool.query('vacuum analyze');
  return events;
}
