import type { Command } from 'commander';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { createPrisma } from '../store/prisma.js';
import { SignInLinkStore } from '../store/sign-in-links.store.js';
import { openDatabase, stderrLog } from './open-database.js';
import { readSettings } from './settings.js';

/** `sign-in-link`: one more link that opens one session, for a service that runs already. */
export function addSignInLinkCommand(program: Command): void {
  program
    .command('sign-in-link')
    .description('print a link that signs one browser in, once')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .option('--url <url>', 'where the service is reached (default: from the configuration)')
    .action(async (options: { dataDir?: string; url?: string }) => {
      const { config, database: settings } = readSettings(readEnvironment(), {
        ...options,
        ...program.opts<{ config?: string }>(),
      });
      const database = await openDatabase(settings, stderrLog);
      const prisma = createPrisma(database.pool);
      try {
        const { secret } = await new SignInLinkStore(prisma, systemClock).create();
        const base = options.url ?? config.server.publicUrl ?? `http://${config.server.host}:${config.server.port}`;
        process.stdout.write(`${base.replace(/\/$/, '')}/sign-in/${secret}\n`);
      } finally {
        await prisma.$disconnect();
        await database.close();
      }
    });
}
