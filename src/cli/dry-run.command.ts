import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { normalise } from '../normalise/normalise.js';
import { printNormalised } from '../normalise/print-normalised.js';
import { printPrice } from '../price/print-price.js';
import { readEnvironment } from '../runtime/environment.js';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import { readSettings } from './settings.js';

/** `--cloud`, for the commands that need to know whose records they read. */
export const cloudOption = () =>
  new Option('--cloud <cloud>', 'whose records these are').choices(CLOUDS).makeOptionMandatory();

/** `normalise` and `price`: one JSON object per input line, in order, without a database. */
export function addDryRunCommands(program: Command): void {
  program
    .command('normalise')
    .description('show what each log record on standard input would become: one JSON object per line')
    .addOption(cloudOption())
    .option('--account <id>', 'account, project or resource for records that name none')
    .option('--location <region>', 'region or location for records that name none')
    .action(async (options: { cloud: Cloud; account?: string; location?: string }) => {
      const envelope = {
        ...(options.account === undefined ? {} : { accountId: options.account }),
        ...(options.location === undefined ? {} : { region: options.location }),
      };
      await eachLine((text) => printNormalised(normalise(options.cloud, { text, envelope })));
    });

  program
    .command('price')
    .description('price each usage object on standard input: one JSON object per line')
    .action(async () => {
      // Nothing is opened, so that a database that is not there is no mistake.
      const environment = { ...readEnvironment(), databaseUrl: undefined };
      const { pricing } = readSettings(environment, program.opts<{ config?: string }>());
      await eachLine((text) => {
        const parsed = parseJson(text);
        return 'value' in parsed
          ? printPrice(parsed.value, pricing)
          : { error: { field: null, message: parsed.message } };
      });
    });
}

async function eachLine(answer: (line: string) => unknown): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (!process.stdout.write(`${JSON.stringify(answer(line))}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
}

function parseJson(text: string): { value: unknown } | { message: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { message: 'the line is not JSON; give one usage object per line' };
  }
}
