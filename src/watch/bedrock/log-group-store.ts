import { BEDROCK_SETTINGS, logGroupSchema, type LogGroupSetting } from '../../usage/bedrock-settings.js';
import { recordDaySchema } from '../../usage/observed-setting.js';
import { keepLogGroup, makeLogGroup, repairDelivery } from './bedrock-remedies.js';
import type { Evidence, Keeping, LogStore } from '../log-keeping.js';
import { evidenceOf, valueOf, whyUnknown, type Latest } from '../settings-of-place.js';
import { goneBefore, holdsOf, horizonOf, sinceOf, oldestEvidence } from '../store-holds.js';
import { deliveriesOf, seenFrom, writtenSpans, type StoreQuestion } from './store-question.js';

/** Log groups of this class keep a day, whatever their retention says. */
const SHORT_CLASS = 'DELIVERY';

/** A CloudWatch log group as a store of records. */
export function logGroupStore(question: StoreQuestion, logGroup: string, isWrittenNow: boolean): LogStore {
  const { settings, requiredDays } = question;
  const latest = settings.latest(BEDROCK_SETTINGS.logGroup, logGroup, logGroupSchema);
  const group = valueOf(latest);
  const oldest = settings.latest(BEDROCK_SETTINGS.oldestRecord, logGroup, recordDaySchema);
  const spells = settings.values(BEDROCK_SETTINGS.logGroup, logGroup, logGroupSchema);
  const name = `log group ${logGroup}`;
  const written = writtenSpans(question, ({ logGroup: to }) => to === logGroup);
  const created = group?.createdAt ?? null;
  const reachesBackTo = Math.max(
    created === null ? -Infinity : Date.parse(created),
    ...spells.map(({ value, to }) => horizonOf(logGroupDays(value), to)),
    ...goneBefore(question, logGroup, oldest),
  );
  const since = sinceOf(question, logGroup, written, oldest);
  const exists = group?.exists ?? true;
  return {
    name,
    resource: logGroup,
    role: 'main',
    isWrittenNow,
    exists,
    keeping: latest.state === 'known' ? logGroupKeeping(latest.value) : null,
    unknownWords: latest.state === 'known' ? null : whyUnknown(`how long the ${name} keeps records`, latest),
    holds: holdsOf({ written, seenFrom: seenFrom(question), since, reachesBackTo, exists }),
    reachesBackTo,
    mayHoldMore: oldest.state === 'denied' || oldest.state === 'never',
    ...deliveriesOf(question.delivery, ({ cloudWatch }) => cloudWatch),
    flaws: [],
    evidence: [...logGroupEvidence(latest), ...oldestEvidence(oldest)],
    remedy: exists ? keepLogGroup(question, logGroup, requiredDays) : makeLogGroup(question, logGroup),
    deliveryRemedy: repairDelivery(question, name),
  };
}

function logGroupDays({ exists, retentionDays, logGroupClass }: LogGroupSetting): number | null {
  if (!exists) return 0;
  return logGroupClass === SHORT_CLASS ? Math.min(retentionDays ?? 1, 1) : retentionDays;
}

function logGroupKeeping(group: LogGroupSetting): Keeping {
  const days = logGroupDays(group);
  const isShortClass = group.logGroupClass === SHORT_CLASS;
  const words = isShortClass ? ['its class DELIVERY keeps a day, whatever the retention'] : [];
  return { days, readableDays: days, endsAt: null, words };
}

function logGroupEvidence(latest: Latest<LogGroupSetting>): Evidence[] {
  if (latest.state === 'never') return [];
  const group = valueOf(latest);
  const words =
    group === null
      ? 'not known'
      : !group.exists
        ? 'does not exist'
        : `retention ${group.retentionDays === null ? 'for ever' : `${group.retentionDays} days`}, class ${group.logGroupClass}`;
  return [evidenceOf(latest.spell, words)];
}
