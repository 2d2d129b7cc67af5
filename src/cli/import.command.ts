import type { Command } from 'commander';
import { separateBodies } from '../collect/file/body-files.js';
import { FileSource } from '../collect/file/file.source.js';
import { listLogFiles } from '../collect/file/log-file.js';
import { ingestWindow } from '../ingest/ingest-window.js';
import { withProfiles } from '../ingest/profile-book.js';
import { NORMALISED_CLOUDS } from '../normalise/normalise.js';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { createProgress } from '../runtime/progress.js';
import type { SaveCounts } from '../store/usage.store.js';
import { formatUsd } from '../usage/money.js';
import { TOKEN_CLASSES } from '../usage/tokens.js';
import type { Cloud } from '../usage/cloud.js';
import { cloudOption } from './dry-run.command.js';
import { joinCollected } from './join-collected.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble, UsedWrongly } from './outcome.js';
import { readSettings } from './settings.js';

interface ImportOptions {
  readonly cloud: Cloud;
  readonly account?: string;
  readonly location?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
  readonly source: string;
}

/** `import`: log files into the ledger. Idempotent: importing the same file again adds nothing. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('load log files (.json, .jsonl, .gz, directories, - for standard input)')
    .argument('<paths...>', 'files, directories or -')
    .addOption(cloudOption())
    .option('--account <id>', 'account, project or resource for records that name none')
    .option('--location <region>', 'region or location for records that name none')
    .option('--source <id>', 'name under which the records are kept', 'import')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .option('--json', 'print the summary as one JSON object')
    .action(async (paths: string[], options: ImportOptions) => importFiles(program, paths, options));
}

async function importFiles(program: Command, paths: string[], options: ImportOptions): Promise<void> {
  if (!NORMALISED_CLOUDS.some((cloud) => cloud === options.cloud)) {
    const readable = NORMALISED_CLOUDS.join(' and ');
    throw new UsedWrongly(`import --cloud ${options.cloud}: only records of ${readable} can be imported so far`);
  }
  const { logs: files, bodies } = separateBodies(await listLogFiles(paths));
  const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
  const database = await openDatabase(settings.database, stderrLog);
  const progress = createProgress('Reading', process.stderr, systemClock);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  const source = new FileSource({
    id: options.source,
    cloud: options.cloud,
    paths: files.map(({ path }) => path),
    bodyPaths: bodies.map(({ path }) => path),
    envelope: {
      ...(options.account === undefined ? {} : { accountId: options.account }),
      ...(options.location === undefined ? {} : { region: options.location }),
    },
    onBytes: (bytes) => progress.update((done += bytes), total === 0 ? undefined : total, 'bytes'),
  });
  const totals = emptyTotals();
  try {
    const now = systemClock.now();
    const { usage, runs, pool } = database;
    const pipeline = {
      usage,
      runs,
      rules: await withProfiles(settings.rules, pool),
      contents: settings.contents,
      clock: systemClock,
      onSaved: (saved: SaveCounts) => addTo(totals, saved),
    };
    const counts = await ingestWindow(
      source,
      { from: now, to: now + 1 },
      'import',
      pipeline,
      new AbortController().signal,
    );
    await joinCollected(database, pipeline.rules);
    progress.finish(`Read ${counts.read} records from ${files.length} files.`);
    const { read, new: added, ignored, rejected, unpriced } = counts;
    const duplicate = counts.duplicate + counts.merged;
    const tokens = Object.fromEntries(TOKEN_CLASSES.map((name) => [name, Number(totals.tokens[name])]));
    const summary = {
      read,
      new: added,
      duplicate,
      ignored,
      rejected,
      unpriced,
      tokens,
      costUsd: formatUsd(totals.cost),
    };
    process.stdout.write(options.json === true ? `${JSON.stringify(summary)}\n` : inWords(summary));
  } finally {
    await database.close();
  }
  for (const problem of source.unreadable) process.stderr.write(`${problem.message}\n`);
  if (source.unreadable.length > 0) {
    throw new FoundTrouble(`${source.unreadable.length} of ${files.length} files could not be read to their end`);
  }
}

const emptyTotals = () => ({
  tokens: { input: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 0n },
  cost: 0n,
});

function addTo(totals: ReturnType<typeof emptyTotals>, saved: SaveCounts): void {
  for (const name of TOKEN_CLASSES) totals.tokens[name] += saved.tokens[name];
  totals.cost += saved.cost;
}

interface Summary {
  readonly read: number;
  readonly new: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly rejected: number;
  readonly unpriced: number;
  readonly tokens: Readonly<Record<string, number>>;
  readonly costUsd: string;
}

function inWords({ tokens, costUsd, ...counts }: Summary): string {
  const count = new Intl.NumberFormat('en');
  const rows = [
    ...Object.entries(counts).map(([name, value]) => [name, count.format(value), ''] as const),
    ...Object.entries(tokens).map(
      ([name, value]) => [`tokens, ${name}`, count.format(value), 'of the new calls'] as const,
    ),
    ['cost, USD', costUsd, 'list price of the new calls that have one'] as const,
  ];
  return (
    rows.map(([name, value, note]) => `${name.padEnd(22)}${value.padStart(20)}  ${note}`.trimEnd()).join('\n') + '\n'
  );
}
