import { describe, expect, it } from 'vitest';
import type { SettingReading, SettingSpell } from '../../usage/observed-setting.js';
import { DAY_MS } from '../../usage/window.js';
import type { PlaceQuestion } from '../place-question.js';
import { retentionVerdict, type RetentionVerdict } from '../retention-verdict.js';
import { vertexLogKeeping } from './vertex-log-keeping.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const day = (ago: number) => NOW - ago * DAY_MS;
const dayName = (ago: number) => new Date(day(ago)).toISOString().slice(0, 10);
const PROJECT = 'insurer-prod';
const TABLE = 'insurer-prod.vertex_logs.claude';
const DEFAULT_BUCKET = 'projects/insurer-prod/locations/global/buckets/_Default';
const OPUS = 'claude-opus-5';

const value = (value: unknown): SettingReading => ({ known: true, value });
const denied = (permission: string): SettingReading => ({ known: false, permission, on: PROJECT });

function spell(name: string, resource: string, reading: SettingReading, from = 45, to = 0, region = ''): SettingSpell {
  const scope = { cloud: 'vertex', accountId: PROJECT, region, resource } as const;
  return { scope, name, reading, firstSeenAt: day(from), lastSeenAt: day(to) };
}

const model = (fields: object = {}, metadata = 'absent', from = 45, to = 0, name = OPUS, region = 'us-east5') =>
  spell(
    'publisherModel',
    name,
    value({
      requestResponse: { on: true, samplingRate: 1, table: TABLE, ...fields },
      inferenceMetadata: metadata,
    }),
    from,
    to,
    region,
  );
const off = (from = 45, to = 0, name = OPUS, metadata = 'absent') =>
  model({ on: false, table: null }, metadata, from, to, name);
const table = (fields: object = {}, from = 45, to = 0) =>
  spell(
    'requestTable',
    TABLE,
    value({
      exists: true,
      createdAt: new Date(day(400)).toISOString(),
      expiresAt: null,
      partitioned: true,
      partitionExpirationMs: null,
      defaultTableExpirationMs: null,
      ...fields,
    }),
    from,
    to,
  );
const audit = (dataRead = true, exemptedMembers: string[] = [], from = 45, to = 0) =>
  spell('auditConfig', '', value({ dataRead, exemptedMembers }), from, to);
const exclusion = (filter: string, disabled = false) => ({ name: 'cheap', filter, disabled });
const sinks = (fields: object = {}) =>
  spell(
    'sinks',
    '',
    value({
      sinks: [
        {
          name: '_Default',
          destination: `logging.googleapis.com/${DEFAULT_BUCKET}`,
          disabled: false,
          filter: 'NOT LOG_ID("cloudaudit.googleapis.com/activity")',
          exclusions: [],
          ...fields,
        },
      ],
    }),
  );
const bucket = (retentionDays = 30, fields: object = {}) =>
  spell(
    'logBucket',
    DEFAULT_BUCKET,
    value({ exists: true, retentionDays, locked: false, lifecycleState: 'ACTIVE', restrictedFields: [], ...fields }),
  );
/** The oldest and the newest record of a log, so many days ago; null: none was found. */
const records = (log: string, oldestAgo: number | null, newestAgo: number | null) =>
  [
    ['oldestRecord', oldestAgo],
    ['newestRecord', newestAgo],
  ].map(([name, ago]) =>
    spell(`${name}`, log, value({ day: typeof ago === 'number' ? dayName(ago) : null }), 45, 0, 'us-east5'),
  );
const newestRow = (ago: number) => spell('newestRecord', TABLE, value({ day: dayName(ago) }));
const oldestRow = (ago: number) => spell('oldestRecord', TABLE, value({ day: dayName(ago) }));
const ROWS = [model(), table(), newestRow(0)];
const ENTRIES = [sinks(), bucket(), ...records('audit', 30, 0)];
const NO_METADATA = records('inferenceMetadata', null, null);
const NOTHING = [off(), audit(false), ...NO_METADATA, ...records('audit', null, null)];

interface Circumstances {
  readonly region?: string;
  readonly metered?: number | null;
  readonly reads?: PlaceQuestion['reads'];
}

function judge(settings: readonly SettingSpell[], { region = 'us-east5', metered = 500, reads = [] }: Circumstances) {
  const keeping = vertexLogKeeping({
    accountId: PROJECT,
    region,
    settings,
    reads,
    metered,
    requiredDays: 30,
    now: NOW,
  });
  const collected = [{ from: day(31), to: NOW }];
  return { keeping, verdict: retentionVerdict({ keeping, requiredDays: 30, collected, now: NOW }) };
}

const codesOf = ({ reasons }: RetentionVerdict, isNote: boolean) =>
  reasons.filter(({ weight }) => (weight === 'notes') === isNote).map(({ code }) => code);

type Row = [
  what: string,
  settings: SettingSpell[],
  state: RetentionVerdict['state'],
  codes: string[],
  notes: string[],
  given?: Circumstances,
];

const AT_GLOBAL = { region: 'global' };

const TABLE_OF_VERDICTS: Row[] = [
  // Rows of requests and responses.
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
      spell('publisherModel', OPUS, denied('aiplatform.endpoints.fetchPublisherModelConfig'), 45, 0, 'us-east5'),
      audit(false),
      ...NO_METADATA,
    ],
    'unknown',
    ['loggingUnknown'],
    [],
  ],
  [
    'the table may not be looked at',
    [model(), spell('requestTable', TABLE, denied('bigquery.tables.get')), audit(false)],
    'unknown',
    ['keepingUnknown', 'deliveryUnknown'],
    ['callersNotLogged'],
  ],

  // Inference metadata in Cloud Logging.
  [
    'metadata kept for 30 days at the global endpoint',
    [off(), audit(), ...ENTRIES, ...records('inferenceMetadata', 30, 0)],
    'kept',
    [],
    [],
    AT_GLOBAL,
  ],
  [
    'metadata kept for 7 days',
    [off(), audit(false), sinks(), bucket(7), ...records('inferenceMetadata', 7, 0)],
    'not kept',
    ['keptTooShort', 'notWholeYet'],
    ['callersNotLogged', 'textNotLogged'],
  ],
  [
    'metadata beside a sampled table',
    [
      model({ samplingRate: 0.25 }, 'on'),
      table(),
      newestRow(0),
      audit(),
      ...ENTRIES,
      ...records('inferenceMetadata', 30, 0),
    ],
    'kept',
    [],
    ['sampled'],
  ],
  [
    'metadata switched on for the model, and not one entry although calls are metered',
    [off(45, 0, OPUS, 'on'), audit(false), sinks(), bucket(), ...records('inferenceMetadata', null, null)],
    'not kept',
    ['silent'],
    ['callersNotLogged', 'textNotLogged'],
  ],

  // Audit entries alone.
  [
    'audit entries alone, kept for 30 days',
    [off(), audit(), ...ENTRIES, ...NO_METADATA],
    'at risk',
    ['tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, by a policy of the organisation that the project does not show',
    [off(), audit(false), ...ENTRIES, ...NO_METADATA],
    'at risk',
    ['tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, the default sink disabled',
    [off(), audit(), sinks({ disabled: true }), bucket(), ...records('audit', 30, 3), ...NO_METADATA],
    'not kept',
    ['sinkDisabled', 'tokensNotLogged', 'silent'],
    [],
  ],
  [
    'audit entries alone, all of them excluded',
    [
      off(),
      audit(),
      sinks({ exclusions: [exclusion('protoPayload.serviceName="aiplatform.googleapis.com"')] }),
      bucket(),
      ...records('audit', 30, 3),
      ...NO_METADATA,
    ],
    'not kept',
    ['excluded', 'tokensNotLogged', 'silent'],
    [],
  ],
  [
    'audit entries alone, ninety-nine of a hundred excluded',
    [
      off(),
      audit(),
      sinks({
        exclusions: [exclusion('protoPayload.serviceName="aiplatform.googleapis.com" AND sample(insertId, 0.99)')],
      }),
      bucket(),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'at risk',
    ['excludedInPart', 'tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, an exclusion of another service',
    [
      off(),
      audit(),
      sinks({ exclusions: [exclusion('resource.type="k8s_container"'), exclusion('severity<ERROR', true)] }),
      bucket(),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'at risk',
    ['tokensNotLogged'],
    [],
  ],
  [
    'audit entries alone, their bucket is about to be deleted',
    [
      off(),
      audit(),
      sinks(),
      bucket(30, { lifecycleState: 'DELETE_REQUESTED' }),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'not kept',
    ['bucketEnds', 'tokensNotLogged'],
    [],
  ],
  [
    'the sinks may not be read, where the entries are the only record',
    [
      off(),
      audit(),
      spell('sinks', '', denied('logging.sinks.list')),
      bucket(),
      ...records('audit', 30, 0),
      ...NO_METADATA,
    ],
    'unknown',
    ['routingUnknown', 'tokensNotLogged'],
    [],
  ],
];

describe('the verdict on a location of Vertex AI', () => {
  it.each(TABLE_OF_VERDICTS)('%s', (_what, settings, state, codes, notes, given = {}) => {
    const { verdict } = judge(settings, given);
    expect([verdict.state, codesOf(verdict, false), codesOf(verdict, true)]).toEqual([state, codes, notes]);
  });

  it('says in words what is wrong, and gives the command that mends it', () => {
    const { verdict } = judge([model({ samplingRate: 0.25 }), table(), newestRow(0), audit(), ...ENTRIES], {});
    expect(verdict.words).toBe('Only 25 % of the calls of claude-opus-5 are written: the others leave no row.');
    expect(verdict.reasons[0]?.action?.command).toBe(
      `curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' https://us-east5-aiplatform.googleapis.com/v1beta1/projects/insurer-prod/locations/us-east5/publishers/anthropic/models/claude-opus-5:setPublisherModelConfig -d '{"publisherModelConfig":{"loggingConfig":{"enabled":true,"samplingRate":1,"bigqueryDestination":{"outputUri":"bq://insurer-prod.vertex_logs.claude"}}},"updateMask":"loggingConfig"}'`,
    );
  });

  it('names the day on which a table takes every row with it', () => {
    const { verdict } = judge(
      [model(), table({ expiresAt: '2026-11-30T00:00:00.000Z' }), newestRow(0), audit(false)],
      {},
    );
    expect(verdict.words).toContain('Everything in the table insurer-prod.vertex_logs.claude expires on 2026-11-30');
    expect(verdict.oldestVanishesAt).toBe(Date.parse('2026-11-30T00:00:00Z'));
    expect(verdict.reasons[0]?.action?.command).toBe('bq update --expiration 0 insurer-prod:vertex_logs.claude');
  });

  it('gives the role that a refused reading needs, and a role of its own where Google has none', () => {
    const { keeping } = judge(
      [
        spell('publisherModel', OPUS, denied('aiplatform.endpoints.fetchPublisherModelConfig'), 45, 0, 'us-east5'),
        spell('logBucket', DEFAULT_BUCKET, denied('logging.buckets.get')),
      ],
      {},
    );
    expect(keeping.unread.map(({ permission, action }) => [permission, action.command])).toEqual([
      [
        'aiplatform.endpoints.fetchPublisherModelConfig',
        expect.stringContaining('gcloud iam roles create ledgerlineSettings --project=insurer-prod'),
      ],
      ['logging.buckets.get', expect.stringContaining('--role=roles/logging.viewer')],
    ]);
  });
});
