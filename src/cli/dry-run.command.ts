import { type Command, Option } from 'commander';
import { listLogFiles, readLogFile } from '../collect/file/log-file.js';
import { normalise } from '../normalise/normalise.js';
import { printNormalised } from '../normalise/print-normalised.js';
import { printPrice } from '../price/print-price.js';
import { readEnvironment } from '../runtime/environment.js';
import { CLOUDS, type Cloud } from '../usage/cloud.js';
import { readSettings } from './settings.js';

/** How records may lie in what is read. */
const FORMS =
  'records may come one a line, pretty-printed, in an array, or as the clouds’ command lines print lists of them';

/** `--cloud`, for the commands that need to know whose records they read. */
export const cloudOption = () =>
  new Option('--cloud <cloud>', 'whose records these are').choices(CLOUDS).makeOptionMandatory();

/** `normalise` and `price`: one line of output for each record that `import` would read, in order, without a database. */
export function addDryRunCommands(program: Command): void {
  program
    .command('normalise')
    .description(`show what each log record would become, one line each; ${FORMS}`)
    .argument('[paths...]', 'files or directories; standard input where none is given')
    .addOption(cloudOption())
    .option('--account <id>', 'account, project or resource for records that name none')
    .option('--location <region>', 'region or location for records that name none')
    .action(async (paths: string[], options: { cloud: Cloud; account?: string; location?: string }) => {
      const envelope = {
        ...(options.account === undefined ? {} : { accountId: options.account }),
        ...(options.location === undefined ? {} : { region: options.location }),
      };
      await eachRecord(paths, (text) => printNormalised(normalise(options.cloud, { text, envelope })));
    });

  program
    .command('price')
    .description(`price each usage object, one line each; ${FORMS}`)
    .argument('[paths...]', 'files or directories; standard input where none is given')
    .action(async (paths: string[]) => {
      // Nothing is opened, so that a database that is not there is no mistake.
      const environment = { ...readEnvironment(), databaseUrl: undefined };
      const { pricing } = readSettings(environment, program.opts<{ config?: string }>());
      await eachRecord(paths, (text) => {
        const parsed = parseJson(text);
        return 'value' in parsed
          ? printPrice(parsed.value, pricing)
          : { error: { field: null, message: parsed.message } };
      });
    });
}

async function eachRecord(paths: readonly string[], answer: (text: string) => unknown): Promise<void> {
  for (const { path } of await listLogFiles(paths.length === 0 ? ['-'] : paths)) {
    for await (const text of readLogFile(path)) {
      if (!process.stdout.write(`${JSON.stringify(answer(text))}\n`)) {
        await new Promise((resolve) => process.stdout.once('drain', resolve));
      }
    }
  }
}

function parseJson(text: string): { value: unknown } | { message: string } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { message: 'not JSON; give usage objects one a line, pretty-printed or in an array' };
  }
}
