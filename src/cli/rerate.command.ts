import { type Command, InvalidArgumentError } from 'commander';
import { withProfiles } from '../ingest/profile-book.js';
import { rerate, rerateEngine } from '../ingest/rerate-run.js';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { createProgress } from '../runtime/progress.js';
import { DIFFERENCE_DIMENSIONS, rerateDifferences } from '../store/questions/rerate-differences.js';
import { rerateRunById } from '../store/questions/rerate-run-by-id.js';
import { type OpenDatabase, openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble, UsedWrongly } from './outcome.js';
import { reportInJson, reportInWords } from './rerate-report.js';
import { readSettings, type Settings } from './settings.js';

interface RerateOptions {
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `rerate`: the past by today's book, mappings and terms; `--dry-run` shows what would change. */
export function addRerateCommand(program: Command): void {
  program
    .command('rerate')
    .description('price stored usage again by the current book, mappings and terms, and show what changes and why')
    .option('--from <day>', 'first UTC day, e.g. 2026-11-01 (default: the beginning)', parseDay)
    .option('--to <day>', 'UTC day after the last one (default: everything until today)', parseDay)
    .option('--dry-run', 'only show what would change')
    .option('--json', 'print the report as one JSON object')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .action(async (options: RerateOptions) => runRerate(program, options));
}

async function runRerate(program: Command, options: RerateOptions): Promise<void> {
  const { from = null, to = null } = options;
  if (from !== null && to !== null && from >= to) throw new UsedWrongly('--from must lie before --to');
  const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
  const database = await openDatabase(settings.database, stderrLog);
  try {
    await rerateAndReport(database, settings, options);
  } finally {
    await database.close();
  }
}

async function rerateAndReport(database: OpenDatabase, settings: Settings, options: RerateOptions): Promise<void> {
  const { pool, rollups } = database;
  const { dryRun = false, json = false, from = null, to = null } = options;
  const signal = stopsWithSignals();
  const progress = createProgress('Pricing again', process.stderr, systemClock);
  const rules = await withProfiles(settings.rules, pool);
  const engine = rerateEngine({ pool, rollups, rules, clock: systemClock });
  const { runId } = await rerate(engine, {
    kind: dryRun ? 'preview' : 'apply',
    range: { from, to },
    startedBy: 'command line',
    onProgress: ({ daysDone, daysTotal }) => progress.update(daysDone, daysTotal, 'days'),
    signal,
  }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    progress.finish('Stopped; the same command goes on from here.');
    throw new FoundTrouble('');
  });
  const run = await rerateRunById(pool, runId);
  if (run === null) throw new Error(`rerate_run: run ${runId} is gone`);
  const differences = await rerateDifferences(pool, runId, DIFFERENCE_DIMENSIONS);
  progress.finish(
    `${run.changed} of ${run.events} calls ${dryRun ? 'would change' : 'changed'}, price book ${rules.book.version}.`,
  );
  process.stdout.write(json ? `${JSON.stringify(reportInJson(run, differences))}\n` : reportInWords(differences));
}

/** Ctrl-C ends the run after the page that it is at; a second one ends the process at once. */
function stopsWithSignals(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error('stopped')));
  return stop.signal;
}

function parseDay(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('Give a day as YYYY-MM-DD.');
  }
  return text;
}
