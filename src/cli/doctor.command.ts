import type { Command } from 'commander';
import { buildSource } from '../collect/build-source.js';
import { systemClock } from '../runtime/clock.js';
import type { SourceConfig } from '../runtime/config/schema.js';
import { readEnvironment } from '../runtime/environment.js';
import { MINUTE_MS } from '../usage/window.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble } from './outcome.js';
import { readSettings } from './settings.js';

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
      const { config } = settings;
      const findings: Finding[] = [
        {
          subject: 'configuration',
          ok: config.sources.length > 0,
          words:
            config.sources.length > 0
              ? `${config.file ?? 'defaults'}: ${config.sources.length} sources`
              : 'no source is configured; ledgerline.config.example.yaml shows how',
        },
        await checkDatabase(settings.database),
      ];
      for (const source of config.sources) findings.push(await checkSource(source));

      const ok = findings.every((finding) => finding.ok);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ok, findings })}\n`
          : findings.map(({ subject, ok, words }) => `${ok ? 'ok     ' : 'TROUBLE'}  ${subject}: ${words}\n`).join(''),
      );
      if (!ok) throw new FoundTrouble('');
    });
}

async function checkDatabase(settings: Parameters<typeof openDatabase>[0]): Promise<Finding> {
  const subject = 'database';
  try {
    const database = await openDatabase(settings, { ...stderrLog, log: () => {} });
    await database.close();
    return { subject, ok: true, words: 'answers, and its schema is current' };
  } catch (error) {
    return { subject, ok: false, words: wordsOf(error) };
  }
}

/** Reads the last minute of the log for real: that needs the credentials, the permission and the log group. */
async function checkSource(config: SourceConfig): Promise<Finding> {
  const subject = config.id;
  const now = systemClock.now();
  try {
    const pages = buildSource(config).read({ from: now - MINUTE_MS, to: now }, AbortSignal.timeout(30_000));
    let records = 0;
    for await (const page of pages) {
      records += page.length;
      break;
    }
    return {
      subject,
      ok: true,
      words: `${config.kind === 'bedrock-s3' ? config.bucket : config.logGroup} in ${config.region} can be read (${records} records in the last minute)`,
    };
  } catch (error) {
    return { subject, ok: false, words: wordsOf(error) };
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
