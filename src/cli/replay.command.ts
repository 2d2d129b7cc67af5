import type { Command } from 'commander';
import { withProfiles } from '../ingest/profile-book.js';
import { quarantineReplay } from '../quarantine-replay.js';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { createProgress } from '../runtime/progress.js';
import type { ReplayAnswer } from '../serve/answers/quarantine.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble } from './outcome.js';
import { readSettings } from './settings.js';

interface ReplayOptions {
  readonly source?: string;
  readonly reason?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `replay`: records in quarantine once more, after an update or a change of the configuration. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('read records in quarantine again; those that can be read now become events')
    .option('--source <id>', 'only records of this source')
    .option('--reason <reason>', 'only records that are there for this reason, e.g. noAccount')
    .option('--json', 'print the counts as one JSON object')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .action(async (options: ReplayOptions) => runReplay(program, options));
}

async function runReplay(program: Command, options: ReplayOptions): Promise<void> {
  const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
  const database = await openDatabase(settings.database, stderrLog);
  const progress = createProgress('Reading again', process.stderr, systemClock);
  try {
    const quarantine = quarantineReplay({
      database,
      sources: settings.config.sources,
      rules: await withProfiles(settings.rules, database.pool),
      contents: settings.contents,
      clock: systemClock,
      onPage: (replayed) => progress.update(replayed, undefined, 'records'),
    });
    const report = await quarantine.replay({ sourceId: options.source, reason: options.reason });
    if (report === null)
      throw new FoundTrouble('replay: another instance is replaying the quarantine; try again later');
    progress.finish(`${report.becameEvents} of ${report.replayed} records became events.`);
    process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : inWords(report));
  } finally {
    await database.close();
  }
}

function inWords({ byReason }: ReplayAnswer): string {
  return byReason
    .map(
      ({ reason, replayed, becameEvents, ignored, stillRejected }) =>
        `${reason}: ${replayed} read again, ${becameEvents} became events, ${ignored} are no calls, ${stillRejected} stay\n`,
    )
    .join('');
}
