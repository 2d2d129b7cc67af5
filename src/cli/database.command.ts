import type { Command } from 'commander';
import type { OwnRules } from '../ingest/judge.js';
import { withProfiles } from '../ingest/profile-book.js';
import { verifyJoins } from '../ingest/verify-joins.js';
import { readEnvironment } from '../runtime/environment.js';
import { findBrokenRules } from '../store/consistency.store.js';
import { joinCollected } from './join-collected.js';
import { type OpenDatabase, openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble } from './outcome.js';
import { readSettings } from './settings.js';

/** `migrate`, `rebuild-rollups`, `verify`. */
export function addDatabaseCommands(program: Command): void {
  const command = (
    name: string,
    description: string,
    run: (database: OpenDatabase, rules: OwnRules) => Promise<void>,
  ) =>
    program
      .command(name)
      .description(description)
      .option('--data-dir <dir>', 'where the embedded database lives')
      .action(async (options: { dataDir?: string }) => {
        const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
        const database = await openDatabase(settings.database, stderrLog);
        try {
          await run(database, settings.rules);
        } finally {
          await database.close();
        }
      });

  command('migrate', 'apply what the schema lacks', async ({ zones }) => {
    process.stdout.write(`The schema is current. Daily roll-ups: ${zones.join(', ')}.\n`);
  });

  command('rebuild-rollups', 'derive every roll-up again from the events', async ({ rollups }) => {
    const { hourly, daily } = await rollups.rebuildAll();
    process.stdout.write(`${hourly} hourly and ${daily} daily rows were made from the events.\n`);
  });

  command(
    'verify',
    'prove that the roll-ups equal the events, that every cost equals its lines, and that events of several logs are what these tell',
    verify,
  );
}

async function verify(database: OpenDatabase, rules: OwnRules): Promise<void> {
  const { pool, rollups, joins } = database;
  await joinCollected(database, await withProfiles(rules, pool));
  const joined = await verifyJoins(pool, joins);
  const broken = await findBrokenRules(pool);
  const { disagreements, hours, events } = await rollups.verify();
  for (const { rule, rows } of broken) process.stdout.write(`broken: ${rule} (${rows} rows)\n`);
  for (const { rollup, bucket, measure, rolledUp, fromEvents } of disagreements) {
    process.stdout.write(`${rollup}, ${bucket}: ${measure} is ${rolledUp}, but the events say ${fromEvents}\n`);
  }
  for (const { eventId, words } of joined.disagreements) process.stdout.write(`event ${eventId}: ${words}\n`);
  if (joined.disagreements.length > 0) {
    throw new FoundTrouble('verify: some events of several logs are not what these tell');
  }
  const problems = broken.length + disagreements.length;
  if (problems > 0) throw new FoundTrouble('verify: run `ledgerline rebuild-rollups` to derive the roll-ups again');
  const ofLogs = joined.groups === 0 ? '' : ` Events of ${joined.groups} groups equal what their logs tell.`;
  process.stdout.write(
    `${events} events, ${hours} hours: roll-ups equal events, every cost equals its lines.${ofLogs}\n`,
  );
}
