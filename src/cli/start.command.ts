import { type Command, InvalidArgumentError } from 'commander';
import { contentPolicy } from '../ingest/content-policy.js';
import type { Config } from '../runtime/config.js';
import { readEnvironment } from '../runtime/environment.js';
import { createLogging } from '../runtime/logging.js';
import { Shutdown } from '../runtime/shutdown.js';
import { startService } from '../service.js';
import { askForSources } from './all-sources.js';
import { openDatabase } from './open-database.js';
import { readSettings } from './settings.js';

export interface StartOptions {
  readonly port?: number;
  readonly host?: string;
  readonly dataDir?: string;
  readonly config?: string;
}

/** `--port`, `--host` and `--data-dir`, for the commands that serve. */
export function withServerOptions(command: Command): Command {
  return command
    .option('--port <port>', 'port to listen on; 0 picks a free one (default: 3000)', parsePort)
    .option('--host <host>', 'address to listen on (default: 127.0.0.1, this machine only)')
    .option('--data-dir <dir>', 'where the embedded database lives (default: ./data)');
}

/** `start`: migrate, collect on schedule, serve API and dashboards. */
export function addStartCommand(program: Command): void {
  withServerOptions(program.command('start').description('collect on schedule and serve API and dashboards')).action(
    async (options: StartOptions) => runStart({ ...options, ...program.opts<{ config?: string }>() }),
  );
}

/** The service, from its configuration until it is told to stop. */
export async function runStart(options: StartOptions): Promise<void> {
  const environment = readEnvironment();
  const { config, database: databaseSettings, rules, pricing } = readSettings(environment, options);
  const logger = createLogging();
  const shutdown = new Shutdown(process, logger);
  const database = await openDatabase(databaseSettings, logger);
  shutdown.add('the database', () => database.close());
  const boot = async () => {
    const { sources, notes } = await askForSources(config, database);
    for (const { ok, words } of notes) logger[ok ? 'log' : 'warn'](words, 'discovery');
    if (sources.length === 0) logger.warn(NO_SOURCE);
    return startService(database, {
      host: options.host ?? config.server.host,
      port: options.port ?? config.server.port,
      server: config.server,
      signIn: config.signIn,
      dataDir: databaseSettings.dataDir,
      signingKey: config.audit.signingKey,
      configuration: sectionsOf(config),
      reportingTimeZone: config.reporting.timeZone,
      sources,
      rules,
      pricing,
      contents: contentPolicy({ contents: config.contents, sources }),
      alerts: config.alerts,
      channels: config.channels,
      bootstrapToken: environment.bootstrapToken,
      ledgerUrl: null,
      logger,
    });
  };
  const service = await boot().catch(async (error: unknown) => {
    logger.error(error instanceof Error ? error.message : String(error));
    await shutdown.run(1);
    throw error;
  });
  shutdown.add('the service', () => service.stop());
  process.stdout.write(`ready ${service.url}\nsign in ${service.signInUrl}\n`);
}

/** What the file says, section by section; where it lies is none of it. */
function sectionsOf({ file: _file, ...sections }: Config): Readonly<Record<string, unknown>> {
  return sections;
}

const NO_SOURCE =
  'No source is configured: write ledgerline.config.yaml (see ledgerline.config.example.yaml), or try `npm run demo`.';

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return port;
}
