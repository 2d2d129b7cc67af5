import { counted } from '../plural.js';

/** Words of the way from nothing to the first figures. */
export const setUp = {
  firstTitle: 'Connect the first log',
  first:
    'Ledgerline reads the logs that the clouds keep themselves; nothing is put between your programs and the models. Each log is a source, and each source is an entry of the configuration file.',
  lead: 'Sources stand in the configuration file alone, so that it tells everything. This page helps to write an entry and tries it; it stores nothing.',
  demo: 'To look around first, start `npm run demo`: it reads 60 days from local stand-ins.',
  kind: 'Which log?',
  clouds: {
    bedrock: 'Amazon Bedrock',
    vertex: 'Google Vertex AI',
    foundry: 'Microsoft Foundry',
    anthropic: 'Claude API',
  },
  several: 'The other logs of the same cloud can be added afterwards: calls that two logs tell are counted once.',
  fields: 'What to read',
  optional: (words: string) => `${words} May be left empty.`,
  example: (example: string) => `for example ${example}`,
  switchOn: 'Switch the log on',
  switchOnNothing: 'There is nothing to switch on.',
  grant: 'Grant the reading',
  brackets: 'What stands in <…> follows what you type above, or has to be known by you.',
  tryTitle: 'Try it, and copy the entry',
  tryIt: 'Try it',
  trying: 'Trying: this takes up to a minute',
  tryHint:
    'The entry is checked by the rules of the file, and its log is read for real with the identity of this service.',
  mayNot: 'Trying needs the right “operate”, which operators and administrators have.',
  readable: 'It can be read',
  notTried: 'The entry is right; nothing was tried',
  missing: 'Something is missing',
  notReadable: 'Mend it and try again; the entry can be written all the same.',
  wrong: 'The entry is not right yet',
  block:
    'Put this into `ledgerline.config.yaml` (under `sources:`, if there is such a section already) and start the service again.',
  blockName: 'the entry',
  afterwards: 'Reading then begins by itself, the newest day first. The overview shows how far it is.',
  collecting: {
    title: 'The first collection is running',
    lead: 'The newest day is read first, then day by day back. Figures appear as they come; nothing has to be done.',
    source: 'Source',
    state: 'State',
    days: 'Days of history read',
    records: 'Records so far',
    error: 'Last error',
    of: (done: number, all: number) => `${String(done)} of ${counted(all, 'day')}`,
    progress: (source: string) => `History of ${source} that has been read`,
    toHealth: 'All about each source: Log health',
  },
  add: 'Add a source',
};
