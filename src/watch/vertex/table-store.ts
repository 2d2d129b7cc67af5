import { recordDaySchema } from '../../usage/observed-setting.js';
import { requestTableSchema, VERTEX_SETTINGS, type RequestTableSetting } from '../../usage/vertex-settings.js';
import { DAY_MS, type Window } from '../../usage/window.js';
import { arrivalsOf } from '../arrivals.js';
import type { Evidence, Flaw, Keeping, LogStore } from '../log-keeping.js';
import { daysText, dayText } from '../retention-words.js';
import { evidenceOf, valueOf, whyUnknown, type Latest } from '../settings-of-place.js';
import { goneBefore, holdsOf, horizonOf, oldestEvidence, sinceOf } from '../store-holds.js';
import {
  endDatasetExpiration,
  endTableExpiration,
  findOutWhySilent,
  keepPartitions,
  switchRequestLoggingOn,
} from './vertex-remedies.js';
import { METER, REQUEST_LOG, type ModelLogging, type VertexQuestion } from './vertex-question.js';
import { groupedBy } from '../../usage/grouped-by.js';

/** A table of BigQuery as a store of request-response rows. */
export function tableStore(question: VertexQuestion, table: string, isWrittenNow: boolean): LogStore {
  const { history, models, now, requiredDays } = question;
  const latest = history.latest(VERTEX_SETTINGS.requestTable, table, requestTableSchema);
  const found = valueOf(latest);
  const newest = history.latest(VERTEX_SETTINGS.newestRecord, table, recordDaySchema);
  const oldest = history.latest(VERTEX_SETTINGS.oldestRecord, table, recordDaySchema);
  const name = `table ${table}`;
  const created = found?.createdAt ?? null;
  const reachesBackTo = Math.max(
    created === null ? -Infinity : Date.parse(created),
    ...history
      .values(VERTEX_SETTINGS.requestTable, table, requestTableSchema)
      .map(({ value, to }) => horizonOf(partitionDays(value), to)),
    ...goneBefore(question, REQUEST_LOG, oldest),
  );
  const written = writtenSpans(models, table);
  const since = sinceOf(question, REQUEST_LOG, written, oldest);
  const exists = found?.exists ?? true;
  const seenFrom = Math.min(now, ...models.flatMap(({ values }) => values.map(({ from }) => from)));
  return {
    name,
    resource: REQUEST_LOG,
    role: 'main',
    isWrittenNow,
    exists,
    keeping: latest.state === 'known' ? tableKeeping(latest.value) : null,
    unknownWords: latest.state === 'known' ? null : whyUnknown(`how long the ${name} keeps rows`, latest),
    holds: holdsOf({ written, seenFrom, since, reachesBackTo, exists }),
    reachesBackTo,
    mayHoldMore: oldest.state === 'denied' || oldest.state === 'never',
    ...arrivalsOf({ place: question, resource: REQUEST_LOG, newest, meter: METER }),
    flaws: [...modelFlaws(question, table), ...expirationFlaws(table, found, { now, requiredDays })],
    evidence: [...tableEvidence(latest), ...oldestEvidence(oldest)],
    remedy: remedyOf(question, table, found),
    deliveryRemedy: findOutWhySilent(question, name),
  };
}

function writtenSpans(models: readonly ModelLogging[], table: string): Window[] {
  return models
    .flatMap(({ values }) => values)
    .filter(({ value }) => value.requestResponse.on && value.requestResponse.table === table)
    .map(({ from, to }) => ({ from, to }))
    .toSorted((a, b) => a.from - b.from);
}

/** Rows go with their partition, whole days of them; without partitions they stay until the table goes. */
function partitionDays({ exists, partitioned, partitionExpirationMs }: RequestTableSetting): number | null {
  if (!exists) return 0;
  return partitioned && partitionExpirationMs !== null ? Math.floor(partitionExpirationMs / DAY_MS) : null;
}

function tableKeeping(table: RequestTableSetting): Keeping {
  const days = partitionDays(table);
  const endsAt = table.expiresAt === null ? null : Date.parse(table.expiresAt);
  return {
    days,
    readableDays: days,
    endsAt,
    words: [
      ...(days === null ? [] : [`its partitions expire after ${daysText(days)}`]),
      ...(endsAt === null ? [] : [`the table itself expires on ${dayText(endsAt)}, with every row that is in it`]),
    ],
  };
}

/** Models of the location that are written here only in part, or not at all although they are called. */
function modelFlaws(question: VertexQuestion, table: string): Flaw[] {
  const known = question.models.flatMap(({ model, latest }) =>
    latest.state === 'known' ? [{ model, spell: latest.spell, ...latest.value.requestResponse }] : [],
  );
  const flaw = (code: string, words: string, models: typeof known): Flaw => ({
    code,
    weight: 'risks',
    words,
    evidence: models.map(({ spell, on, samplingRate }) =>
      evidenceOf(spell, on ? `on, sampling rate ${samplingRate}` : 'off'),
    ),
    action: switchRequestLoggingOn(question, models[0]?.model ?? null, table),
  });
  const off = known.filter(({ on }) => !on);
  const sampled = groupedBy(
    known.filter(({ on, table: to, samplingRate }) => on && to === table && samplingRate < 1),
    ({ samplingRate }) => samplingRate,
  );
  return [
    ...(off.length === 0
      ? []
      : [flaw('modelNotLogged', `Request-response logging is off for ${namesOf(off)}: calls leave no row.`, off)]),
    ...[...sampled].map(([rate, models]) =>
      flaw(
        'sampled',
        `Only ${Number((rate * 100).toFixed(2))} % of the calls of ${namesOf(models)} are written: the others leave no row.`,
        models,
      ),
    ),
  ];
}

function namesOf(models: readonly { readonly model: string }[]): string {
  return models.map(({ model }) => model).join(', ');
}

/** A table that is deleted whole some day, and one that its dataset would delete if it were made anew. */
function expirationFlaws(
  table: string,
  found: RequestTableSetting | null,
  { now, requiredDays }: { readonly now: number; readonly requiredDays: number },
): Flaw[] {
  if (found === null) return [];
  const { expiresAt, defaultTableExpirationMs } = found;
  const flaws: Flaw[] = [];
  // Sooner than the needed time, it is more than worth a note, and is told so with the keeping.
  if (expiresAt !== null && Date.parse(expiresAt) >= now + requiredDays * DAY_MS)
    flaws.push({
      code: 'tableExpires',
      weight: 'notes',
      words: `On ${expiresAt.slice(0, 10)} the table ${table} is deleted whole: the expiration of a table is not one of its rows.`,
      evidence: [],
      action: endTableExpiration(table),
    });
  if (expiresAt === null && defaultTableExpirationMs !== null)
    flaws.push({
      code: 'datasetExpires',
      weight: 'notes',
      words: `A table made anew in the dataset would be deleted ${daysText(Math.floor(defaultTableExpirationMs / DAY_MS))} later, whole.`,
      evidence: [],
      action: endDatasetExpiration(table),
    });
  return flaws;
}

function remedyOf(question: VertexQuestion, table: string, found: RequestTableSetting | null) {
  if (found?.exists === false) return switchRequestLoggingOn(question, question.models[0]?.model ?? null, table);
  return found?.expiresAt != null ? endTableExpiration(table) : keepPartitions(table, question.requiredDays + 5);
}

function tableEvidence(latest: Latest<RequestTableSetting>): Evidence[] {
  if (latest.state === 'never') return [];
  const table = valueOf(latest);
  if (table === null) return [evidenceOf(latest.spell, 'not known')];
  if (!table.exists) return [evidenceOf(latest.spell, 'does not exist')];
  const { words } = tableKeeping(table);
  const kind = table.partitioned ? 'partitioned' : 'not partitioned';
  return [evidenceOf(latest.spell, [kind, ...(words.length === 0 ? ['without expiration'] : words)].join(', '))];
}
