import { BEDROCK_SETTINGS, bucketLifecycleSchema, bucketVersioningSchema } from '../../usage/bedrock-settings.js';
import { recordDaySchema } from '../../usage/observed-setting.js';
import { keepBucket, repairDelivery } from './bedrock-remedies.js';
import { bucketKeeping, type Versioning } from './bucket-keeping.js';
import type { Keeping, LogStore } from '../log-keeping.js';
import { evidenceOf, valueOf, whyUnknown } from '../settings-of-place.js';
import { holdsOf, horizonOf, sinceOf, oldestEvidence } from '../store-holds.js';
import { deliveriesOf, seenFrom, writtenSpans, type StoreQuestion } from './store-question.js';

/** An S3 bucket as a store of records: those below `prefix`. */
export function bucketStore(question: StoreQuestion, bucket: string, prefix: string, isWrittenNow: boolean): LogStore {
  const { settings, requiredDays, now } = question;
  const resource = `s3://${bucket}`;
  const name = `bucket ${resource}`;
  const lifecycle = settings.latest(BEDROCK_SETTINGS.bucketLifecycle, resource, bucketLifecycleSchema);
  const versioning = settings.latest(BEDROCK_SETTINGS.bucketVersioning, resource, bucketVersioningSchema);
  const oldest = settings.latest(BEDROCK_SETTINGS.oldestRecord, `${resource}/${prefix}`, recordDaySchema);
  const status: Versioning = valueOf(versioning)?.status ?? 'unknown';
  const written = writtenSpans(question, ({ bucket: to }) => to?.bucket === bucket);
  const reachesBackTo = Math.max(
    -Infinity,
    ...settings
      .values(BEDROCK_SETTINGS.bucketLifecycle, resource, bucketLifecycleSchema)
      .map(({ value, to }) => horizonOf(bucketKeeping(value, status, prefix, to).days, to)),
  );
  const since = sinceOf(question, `${resource}/${prefix}`, written, oldest);
  const found = lifecycle.state === 'known' ? bucketKeeping(lifecycle.value, status, prefix, now) : null;
  // Whether an expiration deletes or hides hangs on the versions of the bucket.
  const hangsOnVersions = found !== null && found.days !== null && found.days < requiredDays && status === 'unknown';
  const unknown = hangsOnVersions ? versioning : lifecycle;
  const exists = valueOf(lifecycle)?.exists ?? true;
  return {
    name,
    resource,
    role: 'main',
    isWrittenNow,
    exists,
    keeping: hangsOnVersions ? null : found,
    unknownWords: unknown.state === 'known' ? null : whyUnknown(`how long the ${name} keeps records`, unknown),
    holds: holdsOf({ written, seenFrom: seenFrom(question), since, reachesBackTo, exists }),
    reachesBackTo,
    mayHoldMore: oldest.state === 'denied' || oldest.state === 'never',
    ...deliveriesOf(question.delivery, ({ s3 }) => s3),
    flaws: [],
    evidence: [
      ...(lifecycle.state === 'never'
        ? []
        : [evidenceOf(lifecycle.spell, found === null ? 'not known' : keepingWords(found))]),
      ...(versioning.state === 'never' ? [] : [evidenceOf(versioning.spell, `versioning ${status}`)]),
      ...oldestEvidence(oldest),
    ],
    remedy: keepBucket(question, bucket, prefix, requiredDays),
    deliveryRemedy: repairDelivery(question, name),
  };
}

function keepingWords({ days, words }: Keeping): string {
  if (words.length > 0) return words.join('; ');
  return days === null ? 'no rule deletes the log: kept for ever' : `kept for ${days} days`;
}
