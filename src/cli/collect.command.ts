import { type Command, InvalidArgumentError } from 'commander';
import { buildSource } from '../collect/build-source.js';
import type { LogSource } from '../collect/log-source.js';
import { ingestWindow } from '../ingest/ingest-window.js';
import { alignToAxis, planBackfill, planRescan, type PlannedWindow } from '../ingest/plan.js';
import { withProfiles } from '../ingest/profile-book.js';
import { systemClock } from '../runtime/clock.js';
import type { Config } from '../runtime/config.js';
import { type LogSourceConfig, readsLog } from '../runtime/config/schema.js';
import { readEnvironment } from '../runtime/environment.js';
import { createProgress } from '../runtime/progress.js';
import { rememberedSources } from './all-sources.js';
import { joinCollected } from './join-collected.js';
import { type OpenDatabase, openDatabase, stderrLog } from './open-database.js';
import { UsedWrongly } from './outcome.js';
import { readSettings } from './settings.js';
import type { RunStore } from '../store/runs.store.js';
import { sizeText } from '../usage/scan.js';

interface CollectOptions {
  readonly source: string;
  readonly from?: number;
  readonly to?: number;
  readonly dataDir?: string;
}

/** `collect`: one source, now; or any range again, beside a running service and without disturbing its schedule. */
export function addCollectCommand(program: Command): void {
  program
    .command('collect')
    .description('read one source now, or read a range of it again')
    .requiredOption('--source <id>', 'which source of the configuration')
    .option('--from <time>', 'begin of a range to read, e.g. 2026-11-01 or 2026-11-01T06:00:00Z', parseTime)
    .option('--to <time>', 'end of the range, not part of it (default: now)', parseTime)
    .option('--data-dir <dir>', 'where the embedded database lives')
    .action(async (options: CollectOptions) => collect(program, options));
}

async function collect(program: Command, options: CollectOptions): Promise<void> {
  const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
  const now = systemClock.now();
  const to = options.to ?? now;
  if (options.from !== undefined && options.from >= to) throw new UsedWrongly('--from must lie before --to');
  if (options.from === undefined && options.to !== undefined) throw new UsedWrongly('--to needs --from');
  const windows = options.from === undefined ? planRescan('hourly', now, 0) : planBackfill({ from: options.from, to });

  const database = await openDatabase(settings.database, stderrLog);
  try {
    const config = await sourceNamed(options.source, settings.config, database);
    const progress = createProgress(config.id, process.stderr, systemClock);
    const source = buildSource(config);
    const { usage, runs, leases, pool } = database;
    const { contents } = settings;
    const pipeline = { usage, runs, rules: await withProfiles(settings.rules, pool), contents, clock: systemClock };
    await noteWholeReading(source, windows, runs);
    for (const [index, { window: planned, purpose }] of windows.entries()) {
      const window = alignToAxis(planned, source.axis);
      const lease = await leases.waitFor(`source:${config.id}`, { purpose }, new AbortController().signal);
      if (lease === null) return;
      try {
        const counts = await ingestWindow(source, window, purpose, pipeline, lease.signal);
        process.stdout.write(
          `${JSON.stringify({ source: config.id, from: iso(window.from), to: iso(window.to), ...counts })}\n`,
        );
      } finally {
        await lease.release();
      }
      progress.update(index + 1, windows.length, 'windows');
    }
    await joinCollected(database, pipeline.rules);
    progress.finish(`Read ${windows.length} windows of ${config.id}.`);
  } finally {
    await database.close();
  }
}

/** What somebody asks for is read, in one reading, and counts towards what the service may read later. */
async function noteWholeReading(source: LogSource, windows: readonly PlannedWindow[], runs: RunStore): Promise<void> {
  const from = Math.min(...windows.map(({ window }) => window.from));
  const to = Math.max(...windows.map(({ window }) => window.to));
  const whole = await source.measureWhole?.({ from, to }, new AbortController().signal);
  if (whole == null || whole.bytes === 0) return;
  await runs.scans.note(source.id, { at: systemClock.now(), bytes: whole.bytes });
  process.stderr.write(
    `${source.id}: each reading is billed for the whole table, ${sizeText(whole.bytes)}; this is one.\n`,
  );
}

async function sourceNamed(id: string, settings: Config, database: OpenDatabase): Promise<LogSourceConfig> {
  const sources = (await rememberedSources(settings, database)).filter(readsLog);
  const found = sources.find((source) => source.id === id);
  if (found !== undefined) return found;
  const known = sources.map((source) => source.id).join(', ') || 'none is configured';
  throw new UsedWrongly(`there is no source ${id}; known: ${known}`);
}

const iso = (millis: number) => new Date(millis).toISOString();

function parseTime(text: string): number {
  const millis = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(millis))
    throw new InvalidArgumentError('Give an ISO 8601 time, e.g. 2026-11-01 or 2026-11-01T06:00:00Z.');
  return millis;
}
