import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { systemClock } from '../runtime/clock.js';
import { readEnvironment } from '../runtime/environment.js';
import { shapeAlerts } from '../serve/alerts-shape.js';
import { alerts } from '../store/questions/alerts.js';
import { buildChannels } from '../watch/channels/build-channels.js';
import { sendTest } from '../watch/channels/send-test.channel.js';
import { openDatabase, stderrLog } from './open-database.js';
import { FoundTrouble, UsedWrongly } from './outcome.js';
import { readSettings } from './settings.js';

interface ListOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** `alerts list` and `alerts test`: how the alerts stand, and whether the channels work. */
export function addAlertsCommand(program: Command): void {
  const command = program.command('alerts').description('how the alerts stand, and whether the channels work');
  const settingsOf = (options: { readonly dataDir?: string }) =>
    readSettings(readEnvironment(), { ...options, ...program.opts<{ config?: string }>() });

  command
    .command('list')
    .description('every alert, those that need somebody first; exit code 1 when one stands at WARN or ALERT')
    .option('--data-dir <dir>', 'where the embedded database lives')
    .option('--json', 'print the alerts as one JSON object')
    .action(async (options: ListOptions) => listAlerts(settingsOf(options), options.json === true));

  command
    .command('test')
    .description('send a message that says it is a test, to every channel or to one')
    .option('--channel <id>', 'only this one')
    .action(async (options: { readonly channel?: string }) => testChannels(settingsOf({}), options.channel));
}

async function listAlerts(settings: ReturnType<typeof readSettings>, asJson: boolean): Promise<void> {
  const database = await openDatabase(settings.database, { ...stderrLog, log: () => {} });
  try {
    const answer = shapeAlerts(await alerts(database.pool));
    process.stdout.write(
      asJson
        ? `${JSON.stringify(answer)}\n`
        : answer.alerts
            .map(
              ({ state, check, subject, since, words, mutedUntil }) =>
                `${state.padEnd(7)}  ${check}  ${subject}  since ${since}${mutedUntil === null ? '' : `  muted until ${mutedUntil}`}\n         ${words}\n`,
            )
            .join(''),
    );
    if (answer.alerts.length === 0)
      stderrLog.log('No alert has been looked at yet: they are while "ledgerline start" runs.');
    if (answer.counts.warn + answer.counts.alert > 0) throw new FoundTrouble('');
  } finally {
    await database.close();
  }
}

async function testChannels({ config }: ReturnType<typeof readSettings>, channelId: string | undefined): Promise<void> {
  const channels = buildChannels(config.channels, config.alerts.baseUrl);
  const known = [...channels.keys()].join(', ');
  if (channels.size === 0) throw new UsedWrongly('no channel is configured; ledgerline.config.example.yaml shows how');
  if (channelId !== undefined && !channels.has(channelId))
    throw new UsedWrongly(`no channel is called "${channelId}"; there are: ${known}`);
  let failed = false;
  for (const channel of channels.values()) {
    if (channelId !== undefined && channel.id !== channelId) continue;
    const { sent, words } = await sendTest(channel, randomUUID(), systemClock.now());
    process.stdout.write(`${sent ? 'ok     ' : 'TROUBLE'}  ${words}\n`);
    failed ||= !sent;
  }
  if (failed) throw new FoundTrouble('');
}
