import type { Command } from 'commander';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { createProgress } from '../runtime/progress.js';
import { erasePrincipal } from '../store/content-erasure.store.js';
import { rewrapContents } from '../store/content-rewrap.store.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble, UsedWrongly } from './outcome.js';
import { readSettings, type Settings } from './settings.js';

interface ContentsOptions {
  readonly dataDir?: string;
}

/** `contents erase`, `contents rewrap`: for the administrator's own machine. Nothing here shows a content. */
export function addContentsCommands(program: Command): void {
  const contents = program
    .command('contents')
    .description('erase what is kept of prompts and completions, or change its key');
  const settingsOf = (options: ContentsOptions) =>
    readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });

  contents
    .command('erase')
    .description("delete one caller's prompts and completions, and print a receipt; usage stays")
    .requiredOption('--principal <arn>', 'the caller, exactly as logged')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .action(async (options: ContentsOptions & { principal: string }) => erase(settingsOf(options), options.principal));

  contents
    .command('rewrap')
    .description('put contents under the current content key, so that previous keys can be taken away')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .action(async (options: ContentsOptions) => rewrap(settingsOf(options)));
}

async function erase(settings: Settings, principal: string): Promise<void> {
  const database = await openDatabase(settings.database, stderrLog);
  try {
    const receipt = await erasePrincipal(database.pool, settings.config.contents.keys, principal, systemClock.now());
    if (receipt === null) {
      throw new FoundTrouble(`contents erase: no call was ever made by ${principal}; give the ARN exactly as logged`);
    }
    process.stdout.write(`${JSON.stringify(receipt)}\n`);
  } finally {
    await database.close();
  }
}

async function rewrap(settings: Settings): Promise<void> {
  const { keys } = settings.config.contents;
  if (keys === null) throw new UsedWrongly('contents rewrap: no content key is configured (contents.key)');
  const database = await openDatabase(settings.database, stderrLog);
  const progress = createProgress('Wrapping keys again', process.stderr, systemClock);
  try {
    const { rewrapped, unreadable } = await rewrapContents(database.pool, keys, (done) =>
      progress.update(done, undefined, 'blocks'),
    );
    progress.finish(`${rewrapped} blocks are under the key ${keys.currentKeyId} now.`);
    process.stdout.write(
      `${JSON.stringify({ key: keys.currentKeyId, rewrapped, unreadable: Object.fromEntries(unreadable) })}\n`,
    );
    if (unreadable.size > 0) {
      const needed = [...unreadable].map(([keyId, blocks]) => `${keyId} (${blocks} blocks)`).join(', ');
      throw new FoundTrouble(`contents rewrap: these keys are needed too, under contents.previousKeys: ${needed}`);
    }
  } finally {
    await database.close();
  }
}
