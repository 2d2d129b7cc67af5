import type { Command } from 'commander';
import { withProfiles } from '../ingest/profile-book.js';
import { verifyJoins } from '../ingest/verify-joins.js';
import { auditAnchorFile, readAnchor } from '../investigate/audit/audit-anchor.js';
import { verifyAudit } from '../investigate/audit/verify-audit.js';
import { readEnvironment } from '../runtime/environment.js';
import { loadSigningKey } from '../runtime/keys/signing-key.js';
import { AuditStore } from '../store/audit.store.js';
import { findBrokenRules } from '../store/consistency.store.js';
import { joinCollected } from './join-collected.js';
import { type OpenDatabase, openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble } from './outcome.js';
import { readSettings, type Settings } from './settings.js';

/** `migrate`, `rebuild-rollups`, `verify`. */
export function addDatabaseCommands(program: Command): void {
  const command = (
    name: string,
    description: string,
    run: (database: OpenDatabase, settings: Settings) => Promise<void>,
  ) =>
    program
      .command(name)
      .description(description)
      .option('--data-dir <dir>', 'where the embedded database lives')
      .action(async (options: { dataDir?: string }) => {
        const settings = readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });
        const database = await openDatabase(settings.database, stderrLog);
        try {
          await run(database, settings);
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
    'prove that the roll-ups equal the events, that events of several logs are what these tell, that every cost equals its lines, and that the audit log is whole',
    verify,
  );
}

async function verify(open: OpenDatabase, { config, rules, database: { dataDir } }: Settings): Promise<void> {
  const { pool, rollups, joins } = open;
  await joinCollected(open, await withProfiles(rules, pool));
  const joined = await verifyJoins(pool, joins);
  const broken = await findBrokenRules(pool);
  const { disagreements, hours, events } = await rollups.verify();
  for (const { rule, rows } of broken) process.stdout.write(`broken: ${rule} (${rows} rows)\n`);
  for (const { rollup, bucket, measure, rolledUp, fromEvents } of disagreements) {
    process.stdout.write(`${rollup}, ${bucket}: ${measure} is ${rolledUp}, but the events say ${fromEvents}\n`);
  }
  for (const { eventId, words } of joined.disagreements) process.stdout.write(`event ${eventId}: ${words}\n`);
  const key = loadSigningKey({ pem: config.audit.signingKey, dataDir });
  const publicKeyOf = (keyId: string) => (keyId === key.keyId ? key.publicKey : null);
  const audit = await verifyAudit(new AuditStore(pool), publicKeyOf, readAnchor(auditAnchorFile(dataDir)));
  for (const { fault, words } of audit.faults) process.stdout.write(`audit log, ${fault}: ${words}\n`);
  if (joined.disagreements.length > 0) {
    throw new FoundTrouble('verify: some events of several logs are not what these tell');
  }
  if (broken.length + disagreements.length > 0) {
    throw new FoundTrouble('verify: run `ledgerline rebuild-rollups` to derive the roll-ups again');
  }
  if (audit.faults.length > 0) {
    throw new FoundTrouble('verify: the audit log was changed; keep the database as it is and find out by whom');
  }
  const ofLogs = joined.groups === 0 ? '' : ` Events of ${joined.groups} groups equal what their logs tell.`;
  process.stdout.write(
    `${events} events, ${hours} hours: roll-ups equal events, every cost equals its lines.${ofLogs} ` +
      `Audit log: ${audit.head.sequence} entries and ${audit.digests} signed digests agree.\n`,
  );
}
