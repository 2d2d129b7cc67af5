import { type Command, InvalidArgumentError } from 'commander';
import { withProfiles } from '../ingest/profile-book.js';
import { rerate, type RerateReport } from '../ingest/rerate.js';
import { priceBook } from '../price/price-book.js';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { createProgress } from '../runtime/progress.js';
import { RerateRunStore } from '../store/rerate-runs.store.js';
import { RerateStore } from '../store/rerate.store.js';
import { formatFemtoUsd, formatUsd } from '../usage/money.js';
import { openDatabase, stderrLog } from './open-database.js';
import { UsedWrongly } from './outcome.js';
import { readSettings } from './settings.js';

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
    .description('price stored usage again by the current book, mappings and terms, and show what changes')
    .option('--from <day>', 'first UTC day, e.g. 2026-11-01 (default: the beginning)', parseDay)
    .option('--to <day>', 'UTC day after the last one (default: everything until today)', parseDay)
    .option('--dry-run', 'only show what would change')
    .option('--json', 'print the report as one JSON object')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .action(async (options: RerateOptions) => runRerate(program, options));
}

async function runRerate(program: Command, options: RerateOptions): Promise<void> {
  const { database: settings, rules } = readSettings(readEnvironment(), {
    ...options,
    ...program.opts<{ config?: string }>(),
  });
  const tomorrow = new Date(systemClock.now() + 86_400_000).toISOString().slice(0, 10);
  const range = { from: options.from ?? '2023-01-01', to: options.to ?? tomorrow };
  if (range.from >= range.to) throw new UsedWrongly('--from must lie before --to');
  const database = await openDatabase(settings, stderrLog);
  const progress = createProgress('Pricing again', process.stderr, systemClock);
  try {
    const report = await rerate({
      store: new RerateStore(database.pool),
      runs: options.dryRun === true ? null : new RerateRunStore(database.pool),
      rules: await withProfiles(rules, database.pool),
      range,
      book: priceBook.version,
      onDay: (done, total) => progress.update(done, total, 'days'),
      signal: new AbortController().signal,
    });
    if (options.dryRun !== true) while ((await database.rollups.rebuildDirtyHours()) > 0);
    progress.finish(
      `${report.changed} of ${report.events} calls ${options.dryRun === true ? 'would change' : 'changed'}, price book ${priceBook.version}.`,
    );
    process.stdout.write(options.json === true ? `${JSON.stringify(inJson(report))}\n` : inWords(report));
  } finally {
    await database.close();
  }
}

/** Money as decimals of dollars. */
function inJson({ events, changed, differences }: RerateReport) {
  return {
    events,
    changed,
    differences: differences.map(({ month, model, team, requests, oldPico, newPico, oldFemto, newFemto }) => ({
      month,
      model,
      team,
      requests,
      oldUsd: formatUsd(oldPico),
      newUsd: formatUsd(newPico),
      differenceUsd: formatUsd(newPico - oldPico),
      oldEffectiveUsd: formatFemtoUsd(oldFemto),
      newEffectiveUsd: formatFemtoUsd(newFemto),
    })),
  };
}

function inWords(report: RerateReport): string {
  return inJson(report)
    .differences.map(
      ({ month, model, team, requests, oldUsd, newUsd, differenceUsd }) =>
        `${month}  ${model ?? 'model not known'}, ${team ?? 'unattributed'}: ${requests} calls, ${oldUsd} → ${newUsd} USD (${differenceUsd})\n`,
    )
    .join('');
}

function parseDay(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('Give a day as YYYY-MM-DD.');
  }
  return text;
}
