import type { SettingReading, SettingSpell } from '../../src/usage/observed-setting.js';
import type { LogKeeping } from '../../src/watch/log-keeping.js';
import type { PlaceQuestion } from '../../src/watch/place-question.js';
import { retentionVerdict, type RetentionVerdict } from '../../src/watch/retention-verdict.js';
import { vertexLogKeeping } from '../../src/watch/vertex/vertex-log-keeping.js';
import { NOW, day, denied, recordDay, spellOf, value } from './log-keeping.js';

const PROJECT = 'insurer-prod';
export const TABLE = 'insurer-prod.vertex_logs.claude';
export const DEFAULT_BUCKET = 'projects/insurer-prod/locations/global/buckets/_Default';
export const OPUS = 'claude-opus-5';

const spell = (name: string, resource: string, reading: SettingReading, from = 45, to = 0, region = ''): SettingSpell =>
  spellOf({ cloud: 'vertex', accountId: PROJECT, region, resource }, name, reading, from, to);
export const refused = (name: string, resource: string, permission: string, region = ''): SettingSpell =>
  spell(name, resource, denied(permission, PROJECT), 45, 0, region);

export const model = (fields: object = {}, metadata = 'absent', from = 45, to = 0, name = OPUS, region = 'us-east5') =>
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
export const off = (from = 45, to = 0, name = OPUS, metadata = 'absent') =>
  model({ on: false, table: null }, metadata, from, to, name);
export const table = (fields: object = {}, from = 45, to = 0) =>
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
export const audit = (dataRead = true, exemptedMembers: string[] = [], from = 45, to = 0) =>
  spell('auditConfig', '', value({ dataRead, exemptedMembers }), from, to);
export const exclusion = (filter: string, disabled = false) => ({ name: 'cheap', filter, disabled });
export const sinks = (fields: object = {}) =>
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
export const bucket = (retentionDays = 30, fields: object = {}) =>
  spell(
    'logBucket',
    DEFAULT_BUCKET,
    value({ exists: true, retentionDays, locked: false, lifecycleState: 'ACTIVE', restrictedFields: [], ...fields }),
  );
/** The oldest and the newest record of a log, so many days ago; null: none was found. */
export const records = (log: string, oldestAgo: number | null, newestAgo: number | null) => [
  spell('oldestRecord', log, recordDay(oldestAgo), 45, 0, 'us-east5'),
  spell('newestRecord', log, recordDay(newestAgo), 45, 0, 'us-east5'),
];
export const newestRow = (ago: number) => spell('newestRecord', TABLE, recordDay(ago));
export const oldestRow = (ago: number) => spell('oldestRecord', TABLE, recordDay(ago));

export const ROWS = [model(), table(), newestRow(0)];
export const ENTRIES = [sinks(), bucket(), ...records('audit', 30, 0)];
export const NO_METADATA = records('inferenceMetadata', null, null);
export const NOTHING = [off(), audit(false), ...NO_METADATA, ...records('audit', null, null)];

/** What else is true of the location where settings are judged. */
interface Circumstances {
  readonly region?: string;
  readonly metered?: number | null;
  readonly reads?: PlaceQuestion['reads'];
}

/** What such settings say about the logs of the location, and the verdict on the last 30 days. */
export function judge(
  settings: readonly SettingSpell[],
  { region = 'us-east5', metered = 500, reads = [] }: Circumstances = {},
): { keeping: LogKeeping; verdict: RetentionVerdict } {
  const place = { accountId: PROJECT, region, settings, reads, metered, requiredDays: 30, now: NOW };
  const keeping = vertexLogKeeping(place);
  const collected = [{ from: day(31), to: NOW }];
  return { keeping, verdict: retentionVerdict({ keeping, requiredDays: 30, collected, now: NOW }) };
}

/** A row of a table of verdicts: the codes of the reasons that decide, and of what is only worth a note. */
export type Row = [
  what: string,
  settings: SettingSpell[],
  state: RetentionVerdict['state'],
  codes: string[],
  notes: string[],
  given?: Circumstances,
];
