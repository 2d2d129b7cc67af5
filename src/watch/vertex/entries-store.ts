import { recordDaySchema } from '../../usage/observed-setting.js';
import {
  logBucketSchema,
  VERTEX_SETTINGS,
  type LogBucketSetting,
  type VertexEntryLog,
} from '../../usage/vertex-settings.js';
import { DAY_MS, type Window } from '../../usage/window.js';
import { arrivalsOf, isRecent, lastArrivalOf } from '../arrivals.js';
import type { Evidence, Flaw, LogStore } from '../log-keeping.js';
import { evidenceOf, valueOf, whyUnknown, type Latest } from '../settings-of-place.js';
import { goneBefore, holdsOf, horizonOf, oldestEvidence, sinceOf } from '../store-holds.js';
import type { BucketRoute } from './log-routes.js';
import { METER, type VertexQuestion } from './vertex-question.js';
import { findOutWhySilent, keepLogBucket, undeleteLogBucket } from './vertex-remedies.js';

interface EntriesLog {
  readonly log: VertexEntryLog;
  readonly role: LogStore['role'];
  readonly isOn: boolean;
  /** When the log was seen switched on. */
  readonly on: readonly Window[];
  /** When its switch was first seen at all. */
  readonly seenFrom: number;
}

/** A bucket of Cloud Logging as a store of one of Vertex AI's logs. */
export function entriesStore(question: VertexQuestion, entries: EntriesLog, route: BucketRoute): LogStore {
  const { history, requiredDays } = question;
  const { log, isOn } = entries;
  const { bucket } = route;
  const latest = history.latest(VERTEX_SETTINGS.logBucket, bucket, logBucketSchema);
  const found = valueOf(latest);
  const oldest = history.latest(VERTEX_SETTINGS.oldestRecord, log, recordDaySchema);
  const newest = history.latest(VERTEX_SETTINGS.newestRecord, log, recordDaySchema);
  const name = `log bucket ${bucket} (${WORDS[log]})`;
  const exists = found?.exists ?? true;
  const written = isOn && entries.on.length === 0 ? seenSpan(question, log, newest, oldest) : entries.on;
  const reachesBackTo = Math.max(
    -Infinity,
    ...history
      .values(VERTEX_SETTINGS.logBucket, bucket, logBucketSchema)
      .map(({ value, to }) => horizonOf(value.exists ? value.retentionDays : 0, to)),
    ...goneBefore(question, log, oldest),
  );
  const since = sinceOf(question, log, written, oldest);
  return {
    name,
    resource: log,
    role: entries.role,
    isWrittenNow: isOn,
    exists,
    keeping:
      latest.state === 'known'
        ? { days: latest.value.retentionDays, readableDays: latest.value.retentionDays, endsAt: null, words: [] }
        : null,
    unknownWords: latest.state === 'known' ? null : whyUnknown(`how long the ${name} keeps entries`, latest),
    holds: holdsOf({ written, seenFrom: entries.seenFrom, since, reachesBackTo, exists }),
    reachesBackTo,
    mayHoldMore: oldest.state === 'denied' || oldest.state === 'never',
    ...arrivalsOf({ place: question, resource: log, newest, meter: METER }),
    flaws: [...bucketFlaws(bucket, found, log), ...route.flaws],
    evidence: [...bucketEvidence(latest), ...oldestEvidence(oldest)],
    remedy: keepLogBucket(bucket, Math.max(requiredDays + 5, found?.retentionDays ?? 0)),
    deliveryRemedy: findOutWhySilent(question, name),
  };
}

/** A log whose switch is not told is known from its entries. */
function seenSpan(
  { reads, now }: VertexQuestion,
  log: VertexEntryLog,
  newest: Latest<{ day: string | null }>,
  oldest: Latest<{ day: string | null }>,
): Window[] {
  const last = lastArrivalOf({ reads }, log, newest);
  const first = valueOf(oldest)?.day ?? null;
  if (last === null || first === null) return [];
  return [{ from: Date.parse(first), to: isRecent(last, now) ? now : last + DAY_MS }];
}

const WORDS: Readonly<Record<VertexEntryLog, string>> = {
  audit: 'Data Access audit log',
  inferenceMetadata: 'inference request metadata',
};

function bucketFlaws(bucket: string, found: LogBucketSetting | null, log: VertexEntryLog): Flaw[] {
  if (found === null || !found.exists) return [];
  const flaws: Flaw[] = [];
  if (found.lifecycleState !== 'ACTIVE')
    flaws.push({
      code: 'bucketEnds',
      weight: 'breaks',
      words: `The log bucket ${bucket} is in the state ${found.lifecycleState}: it is deleted within seven days.`,
      evidence: [],
      action: undeleteLogBucket(bucket),
    });
  const payload = log === 'audit' ? 'protoPayload' : 'jsonPayload';
  const hidden = found.restrictedFields.filter((field) => field === payload || field.startsWith(`${payload}.`));
  if (hidden.length > 0)
    flaws.push({
      code: 'fieldsRestricted',
      weight: 'notes',
      words: `The log bucket ${bucket} hides ${hidden.join(', ')} from readers without logging.fields.access: what they hold is not read.`,
      evidence: [],
      action: null,
    });
  return flaws;
}

function bucketEvidence(latest: Latest<LogBucketSetting>): Evidence[] {
  if (latest.state === 'never') return [];
  const bucket = valueOf(latest);
  if (bucket === null) return [evidenceOf(latest.spell, 'not known')];
  const words = bucket.exists
    ? `retention ${bucket.retentionDays} days${bucket.locked ? ', locked' : ''}`
    : 'does not exist';
  return [evidenceOf(latest.spell, words)];
}
