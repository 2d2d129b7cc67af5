import type { Command } from 'commander';
import { checkAccess } from '../collect/build-source.js';
import { systemClock } from '../runtime/clock.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { readEnvironment } from '../runtime/environment.js';
import { readStoredPlaces, type StoredPlaces } from '../watch/places.reader.js';
import { askForSources } from './all-sources.js';
import { examineRetention, type RetentionExamination } from './doctor-retention.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble } from './outcome.js';
import { readSettings, type Settings } from './settings.js';

interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  /** What is so, or what is wrong and what to do. */
  readonly words: string;
}

/** `doctor`: can everything that the configuration names be reached and read? */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check configuration, database, credentials and permissions, and say what to fix')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .option('--json', 'print the findings as one JSON object')
    .action(async (options: { dataDir?: string; json?: boolean }) => {
      const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
      const { findings, retention } = await examine(settings);
      const ok = findings.every((finding) => finding.ok);
      const verdict = retention?.verdict ?? null;
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ok, findings, verdict })}\n`
          : findings
              .map(({ subject, ok, words }) => `${ok ? 'ok     ' : 'TROUBLE'}  ${subject}: ${words}\n`)
              .join('')
              .concat(retention?.advice ?? ''),
      );
      if (!ok) throw new FoundTrouble('');
    });
}

interface Examination {
  readonly findings: readonly Finding[];
  /** Null where there is no source whose log could be kept. */
  readonly retention: RetentionExamination | null;
}

async function examine({ config, database: databaseSettings }: Settings): Promise<Examination> {
  const now = systemClock.now();
  const requiredDays = config.alerts.retentionDays;
  let stored: StoredPlaces | null = null;
  const entries = config.sources.length + config.discoveries.length;
  const findings: Finding[] = [];
  let sources: readonly SourceConfig[] = config.sources;
  try {
    const database = await openDatabase(databaseSettings, { ...stderrLog, log: () => {} });
    try {
      findings.push({ subject: 'database', ok: true, words: 'answers, and its schema is current' });
      const asked = await askForSources(config, database);
      ({ sources } = asked);
      stored = await readStoredPlaces(database.pool, requiredDays, now);
      findings.push(...asked.notes.map((note) => ({ subject: 'discovery', ...note })));
    } finally {
      await database.close();
    }
  } catch (error) {
    findings.push({ subject: 'database', ok: false, words: wordsOf(error) });
  }
  findings.unshift({
    subject: 'configuration',
    ok: entries > 0,
    words:
      entries > 0
        ? `${config.file ?? 'defaults'}: ${sources.length} sources`
        : 'no source is configured; ledgerline.config.example.yaml shows how',
  });
  for (const source of sources) {
    for (const { part, ok, words } of await checkAccess(source, now)) {
      findings.push({ subject: part === '' ? source.id : `${source.id} ${part}`, ok, words });
    }
  }
  if (sources.length === 0) return { findings, retention: null };
  const retention = await examineRetention({ sources, stored, requiredDays, now });
  return { findings: [...findings, ...retention.findings], retention };
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
