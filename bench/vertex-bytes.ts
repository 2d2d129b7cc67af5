import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatorClock } from '../simulator/clock.js';
import { startSimulator } from '../simulator/start-simulator.js';
import { buildVertexSource } from '../src/collect/vertex/build-vertex-source.js';
import { readsLog } from '../src/runtime/config/schema.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, splitNewestFirst, type Window } from '../src/usage/window.js';
import { googleOf, bigQueryAt } from '../test/support/google.js';
import { vertexSourcesOf } from '../test/support/simulated-vertex.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const DAYS = 10;
const never = new AbortController().signal;

/**
 * What BigQuery would bill for the rows of a table: for its history, read a day at a time, and for an hour of reading the
 * last fifteen minutes every five, against one read of all columns of the table.
 */
export async function benchVertexBytes(): Promise<void> {
  const clock = new SimulatorClock();
  clock.hold(NOW);
  const google = { callsPerDay: 8_000 };
  const faults = { google: { quotaFactor: 0 } };
  const simulator = await startSimulator({ clock, historyDays: DAYS, callsPerDay: 10, google, faults });
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-bench-'));
  try {
    const played = googleOf(simulator);
    const figures: Record<string, object> = {};
    for (const config of await vertexSourcesOf(played, folder)) {
      if (config.kind !== 'vertex-request-response' || !readsLog(config) || config.table === undefined) continue;
      const { table, projectId } = config;
      const [once] = await bigQueryAt(played, projectId).createQueryJob({
        query: `SELECT * FROM \`${table}\``,
        dryRun: true,
      });
      const wholeBytes = Number(once.metadata.statistics.totalBytesProcessed);
      const billed = async (windows: readonly Window[]) => {
        const before = played.bytesProcessed();
        const source = buildVertexSource(config);
        const range = { from: windows.at(-1)?.from ?? NOW, to: windows[0]?.to ?? NOW };
        await source.measureWhole?.(range, never);
        let rows = 0;
        for (const window of windows) for await (const page of source.read(window, never)) rows += page.length;
        return { rows, bytes: played.bytesProcessed() - before };
      };
      const history = await billed(splitNewestFirst({ from: NOW - DAYS * DAY_MS, to: NOW }, DAY_MS));
      const anHour = await billed(
        Array.from({ length: 12 }, (_, index) => {
          const to = NOW - HOUR_MS + (index + 1) * 5 * MINUTE_MS;
          return { from: to - 15 * MINUTE_MS, to };
        }),
      );
      const perMillion = (bytes: number) => `${(((bytes / history.rows) * 1e6) / 1e9).toFixed(2)} GB`;
      figures[table] = {
        rows: history.rows,
        'once, a million rows': perMillion(wholeBytes),
        'history, a million rows': perMillion(history.bytes),
        'history ÷ once': (history.bytes / wholeBytes).toFixed(2),
        'an hour live ÷ once': (anHour.bytes / wholeBytes).toFixed(2),
      };
    }
    console.table(figures);
  } finally {
    await simulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
