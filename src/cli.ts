#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addAlertsCommand } from './cli/alerts.command.js';
import { addCollectCommand } from './cli/collect.command.js';
import { addContentsCommands } from './cli/contents.command.js';
import { addDatabaseCommands } from './cli/database.command.js';
import { addDemoCommand } from './cli/demo.command.js';
import { addDoctorCommand } from './cli/doctor.command.js';
import { addDryRunCommands } from './cli/dry-run.command.js';
import { addImportCommand } from './cli/import.command.js';
import { FoundTrouble, UsedWrongly } from './cli/outcome.js';
import { addMembersCommands } from './cli/members.command.js';
import { addReplayCommand } from './cli/replay.command.js';
import { addRerateCommand } from './cli/rerate.command.js';
import { addSignInLinkCommand } from './cli/sign-in-link.command.js';
import { addStartCommand } from './cli/start.command.js';

const program = new Command('ledgerline')
  .description('Usage logging and cost analytics for Claude on Amazon Bedrock, Google Vertex AI and Microsoft Foundry')
  .option('--config <file>', 'configuration file (default: ledgerline.config.yaml, if it is there)')
  .showHelpAfterError('(ledgerline --help lists the commands)')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true });

for (const add of [
  addStartCommand,
  addDemoCommand,
  addImportCommand,
  addDryRunCommands,
  addCollectCommand,
  addDatabaseCommands,
  addRerateCommand,
  addContentsCommands,
  addReplayCommand,
  addAlertsCommand,
  addDoctorCommand,
  addMembersCommands,
  addSignInLinkCommand,
]) {
  add(program);
}

// Exit codes: 0 done, 1 ran and found trouble, 2 used wrongly. Data goes to stdout, words to stderr.
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UsedWrongly) {
    process.stderr.write(`ledgerline: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    if (!(error instanceof FoundTrouble && error.message === '')) {
      process.stderr.write(`ledgerline: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    process.exitCode = 1;
  }
}
