import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { attributionRulesSchema } from '../attribute/attribution-rules.js';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment, useStandInCredentials } from '../runtime/environment.js';
import { createLogging } from '../runtime/logging.js';
import { createProgress } from '../runtime/progress.js';
import { Shutdown } from '../runtime/shutdown.js';
import { startService } from '../service.js';
import { NO_RULES } from '../ingest/judge.js';
import { DAY_MS, historyStart } from '../usage/window.js';
import { demoPricing, demoRule, demoSources } from './demo-company.js';
import { demoFoundrySources } from './demo-foundry.js';
import { demoGoogleSources } from './demo-google.js';
import { reportHistory } from './history-progress.js';
import { openDatabase, stderrLog } from './open-database.js';
import { startStandIn } from './stand-in.js';
import { type StartOptions, withServerOptions } from './start.command.js';

const DEMO_SEED = 7;
const DEMO_DAYS = 60;
const DEMO_TIME_ZONES = ['UTC', 'Europe/Berlin', 'America/New_York'];

/** `demo`: the service as it is, against a local stand-in for AWS, Google Cloud and Azure that already holds 60 days of history. */
export function addDemoCommand(program: Command): void {
  withServerOptions(
    program
      .command('demo')
      .description('the service against a local stand-in for AWS, Google Cloud and Azure, with 60 days of history'),
  )
    .option('--seed <seed>', 'seed of the invented company', Number, DEMO_SEED)
    .action(runDemo);
}

async function runDemo(options: StartOptions & { readonly seed: number }): Promise<void> {
  const environment = readEnvironment();
  const dataDir = resolve(options.dataDir ?? 'data/demo');
  useStandInCredentials();
  const logger = createLogging(process.stderr, ['warn', 'error', 'fatal']);
  const shutdown = new Shutdown(process, stderrLog);
  try {
    const historyFrom = rememberedStart(dataDir);
    const standIn = await startStandIn(options.seed, historyFrom);
    shutdown.add('the stand-in for the clouds', () => standIn.stop());
    const historyDays = Math.floor((systemClock.now() - historyFrom.getTime()) / DAY_MS);
    const sources = [
      ...standIn.accounts.flatMap((account) => demoSources(account, historyDays)),
      ...demoGoogleSources(standIn.google, keyFile(dataDir, standIn.google.key), historyDays),
      ...demoFoundrySources(standIn.azure, authorityFile(dataDir, standIn.azure.caPem), historyDays),
    ];
    const pricing = demoPricing();
    const attribution = attributionRulesSchema.parse(
      [...standIn.teams, ...standIn.google.teams, ...standIn.azure.teams].map(demoRule),
    );
    const url = environment.databaseUrl;
    const database = await openDatabase({ url, dataDir, timeZones: DEMO_TIME_ZONES }, stderrLog);
    shutdown.add('the database', () => database.close());
    const service = await startService(database, {
      host: options.host ?? '127.0.0.1',
      port: options.port ?? 3000,
      dataDir,
      reportingTimeZone: 'UTC',
      sources,
      rules: { ...NO_RULES, attribution, mappings: pricing.mappings, terms: pricing.terms, book: pricing.book },
      pricing,
      bootstrapToken: environment.bootstrapToken,
      ledgerUrl: standIn.ledger,
      logger,
    });
    shutdown.add('the service', () => service.stop());
    process.stdout.write(
      `ready ${service.url}\nsign in ${service.signInUrl}\nledger ${standIn.ledger} (what the stand-in emitted, to compare)\n` +
        `google ledger ${standIn.google.ledger} (the same for Google Cloud)\n` +
        `azure ledger ${standIn.azure.ledger} (the same for Azure)\n`,
    );
    const progress = createProgress('Collecting 60 days of history', process.stderr, systemClock);
    const history = reportHistory(database, sources, progress);
    shutdown.add('the progress line', () => history.stop());
  } catch (error) {
    logger.error(error instanceof Error ? error.message : String(error));
    await shutdown.run(1);
  }
}

/** The key of the stand-in's service account in a file, as an operator has Google's. */
function keyFile(dataDir: string, key: object): string {
  const path = join(dataDir, 'demo-google-key.json');
  writeFileSync(path, JSON.stringify(key), { mode: 0o600 });
  return path;
}

/** The authority of the stand-in's certificates in a file, as an operator has that of a private link. */
function authorityFile(dataDir: string, caPem: string): string {
  const path = join(dataDir, 'demo-azure-ca.pem');
  writeFileSync(path, caPem);
  return path;
}

/** Where the stand-in's history begins: the same at every start, so that a demo that goes on for days keeps its totals. */
function rememberedStart(dataDir: string): Date {
  const path = join(dataDir, 'demo-history-from');
  if (existsSync(path)) {
    const remembered = new Date(readFileSync(path, 'utf8').trim());
    if (!Number.isNaN(remembered.getTime())) return remembered;
  }
  const from = new Date(historyStart(systemClock.now(), DEMO_DAYS));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path, `${from.toISOString()}\n`);
  return from;
}
