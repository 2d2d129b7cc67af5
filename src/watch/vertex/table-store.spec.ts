import { describe, expect, it } from 'vitest';
import { codesOf, day, notesOf } from '../../../test/support/log-keeping.js';
import {
  ENTRIES,
  NOTHING,
  NO_METADATA,
  OPUS,
  ROWS,
  TABLE,
  audit,
  judge,
  model,
  newestRow,
  off,
  oldestRow,
  refused,
  table,
  type Row,
} from '../../../test/support/vertex-keeping.js';
import { DAY_MS } from '../../usage/window.js';

const AT_GLOBAL = { region: 'global' };

const VERDICTS: Row[] = [
  ['rows for ever, callers audited', [...ROWS, audit(), ...ENTRIES], 'kept', [], []],
  ['rows for ever, callers not audited', [...ROWS, audit(false)], 'kept', [], ['callersNotLogged']],
  [
    'rows for ever, one caller exempted from the audit',
    [...ROWS, audit(true, ['serviceAccount:batch@insurer-prod.iam.gserviceaccount.com']), ...ENTRIES],
    'kept',
    [],
    ['callersExempted'],
  ],
  [
    'partitions of 14 days',
    [model(), table({ partitionExpirationMs: 14 * DAY_MS }), newestRow(0), audit(), ...ENTRIES],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
    [],
  ],
  [
    'partitions of 90 days',
    [model(), table({ partitionExpirationMs: 90 * DAY_MS }), newestRow(0), audit(), ...ENTRIES],
    'kept',
    [],
    [],
  ],
  [
    'a table that is deleted whole in nine days',
    [model(), table({ partitioned: false, expiresAt: new Date(day(-9)).toISOString() }), newestRow(0), audit(false)],
    'at risk',
    ['endsOnDate'],
    ['callersNotLogged'],
  ],
  [
    'a table that is deleted whole in a year',
    [model(), table({ expiresAt: new Date(day(-365)).toISOString() }), newestRow(0), audit(), ...ENTRIES],
    'kept',
    [],
    ['tableExpires'],
  ],
  [
    'a dataset whose new tables would be deleted',
    [model(), table({ defaultTableExpirationMs: 60 * DAY_MS }), newestRow(0), audit(), ...ENTRIES],
    'kept',
    [],
    ['datasetExpires'],
  ],
  [
    'a table that is not there (any more)',
    [model(), table({ exists: false, createdAt: null }), audit(), ...ENTRIES],
    'not kept',
    ['storeMissing', 'notWholeYet'],
    [],
  ],
  [
    'a quarter of the calls written',
    [model({ samplingRate: 0.25 }), table(), newestRow(0), audit(), ...ENTRIES],
    'at risk',
    ['sampled'],
    [],
  ],
  [
    'one model of two written',
    [...ROWS, off(45, 0, 'claude-haiku-4-5'), audit(), ...ENTRIES],
    'at risk',
    ['modelNotLogged'],
    [],
  ],
  [
    'calls are metered and no row has come for a week',
    [model(), table(), newestRow(7), audit(false)],
    'not kept',
    ['silent'],
    ['callersNotLogged'],
  ],
  [
    'no row has come for a week, and nothing was called',
    [model(), table(), newestRow(7), audit(), ...ENTRIES],
    'kept',
    [],
    [],
    { metered: 0 },
  ],
  [
    'no row has come for a week, and no meter is read',
    [model(), table(), newestRow(7), audit(), ...ENTRIES],
    'unknown',
    ['deliveryUnknown'],
    [],
    { metered: null },
  ],
  [
    'rows that we have read today prove that they come, whatever the table says of itself',
    [model(), table(), newestRow(7), audit(), ...ENTRIES],
    'kept',
    [],
    [],
    { reads: [{ resource: 'requestResponse', firstCallAt: day(30), lastCallAt: day(0) }] },
  ],
  [
    'rows of all 30 days, seen on the first day of looking',
    [model({}, 'absent', 0), table({}, 0), newestRow(0), oldestRow(31), audit(false), ...NO_METADATA],
    'kept',
    [],
    ['callersNotLogged'],
  ],
  [
    'the oldest row is of ten days ago, and older ones were read',
    [model(), table(), newestRow(0), oldestRow(10), audit(false), ...NO_METADATA],
    'at risk',
    ['notWholeYet'],
    ['callersNotLogged'],
    { reads: [{ resource: 'requestResponse', firstCallAt: day(30), lastCallAt: day(0) }] },
  ],
  [
    'switched on ten days ago',
    [off(20, 10), model({}, 'absent', 10), table({}, 10), newestRow(0), audit(false), ...NO_METADATA],
    'at risk',
    ['loggingWasOff', 'notWholeYet'],
    ['callersNotLogged'],
  ],
  ['off, and nothing else is on', NOTHING, 'not kept', ['loggingOff'], []],
  [
    'configured at the global endpoint, where no row ever arrives, and nothing else is on',
    [model({}, 'absent', 45, 0, OPUS, 'global'), table(), audit(false), ...NO_METADATA],
    'not kept',
    ['loggingOff'],
    ['configuredInVain'],
    AT_GLOBAL,
  ],
  [
    'rows do arrive from the global endpoint, whatever is documented',
    [model({}, 'absent', 45, 0, OPUS, 'global'), table(), newestRow(0), audit(), ...ENTRIES],
    'kept',
    [],
    [],
    { ...AT_GLOBAL, reads: [{ resource: 'requestResponse', firstCallAt: day(30), lastCallAt: day(0) }] },
  ],
  [
    'settings of the model may not be read, nothing else is on',
    [
      refused('publisherModel', OPUS, 'aiplatform.endpoints.fetchPublisherModelConfig', 'us-east5'),
      audit(false),
      ...NO_METADATA,
    ],
    'unknown',
    ['loggingUnknown'],
    [],
  ],
  [
    'the table may not be looked at',
    [model(), refused('requestTable', TABLE, 'bigquery.tables.get'), audit(false)],
    'unknown',
    ['keepingUnknown', 'deliveryUnknown'],
    ['callersNotLogged'],
  ],
];

describe('the verdict on rows of requests and responses in BigQuery', () => {
  it.each(VERDICTS)('%s', (_, settings, state, codes, notes, given) => {
    const { verdict } = judge(settings, given);
    expect([verdict.state, codesOf(verdict), notesOf(verdict)]).toEqual([state, codes, notes]);
  });
});
