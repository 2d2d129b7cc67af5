import type { BucketLifecycle, LifecycleRule } from '../../usage/bedrock-settings.js';
import { DAY_MS } from '../../usage/window.js';
import type { Keeping } from '../log-keeping.js';

export type Versioning = 'Enabled' | 'Suspended' | 'Off' | 'unknown';

/** GetObject fails on these until the object has been restored. GLACIER_IR is read at once. */
const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/**
 * How long a bucket keeps the objects below a prefix, from its lifecycle rules. Every enabled rule that covers the prefix,
 * or a part of what lies below it, counts, and the shortest expiration wins: S3 settles overlapping rules that way.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 *
 * In a bucket with versions an expiration only hides: the record stays as a noncurrent version until that expires too.
 */
export function bucketKeeping(
  { rules }: BucketLifecycle,
  versioning: Versioning,
  prefix: string,
  now: number,
): Keeping {
  const covering = rules.filter((rule) => covers(rule, prefix));
  const expirations = covering.flatMap((rule) => expirationOf(rule, now));
  const expiration = shortest(expirations);
  const archiving = shortest(covering.flatMap((rule) => archivingOf(rule, now)));
  const ends = covering.flatMap(({ id, expiresOn }) => {
    const at = expiresOn === null ? now : Date.parse(expiresOn);
    return at > now ? [{ at, words: `rule "${id}" deletes everything on ${expiresOn?.slice(0, 10) ?? ''}` }] : [];
  });
  const end = ends.toSorted((a, b) => a.at - b.at)[0];
  const hidden = versioning === 'Off' ? undefined : shortest(covering.flatMap(noncurrentExpirationOf));
  const isHidden = expiration !== undefined && (versioning === 'Enabled' || versioning === 'Suspended');
  const readable = shortest([expiration, archiving].flatMap((limit) => (limit === undefined ? [] : [limit])));
  return {
    days: goneAfter(expiration, isHidden, hidden),
    readableDays: readable?.days ?? null,
    endsAt: end?.at ?? null,
    words: [
      ...(expiration === undefined
        ? []
        : [isHidden ? `${expiration.words} (hides them: it keeps versions)` : expiration.words]),
      ...(isHidden ? [hidden?.words ?? 'no rule deletes noncurrent versions'] : []),
      ...(archiving === undefined ? [] : [archiving.words]),
      ...(end === undefined ? [] : [end.words]),
    ],
  };
}

interface Limit {
  readonly days: number;
  readonly words: string;
}

function goneAfter(expiration: Limit | undefined, isHidden: boolean, hidden: Limit | undefined): number | null {
  if (expiration === undefined) return null;
  if (!isHidden) return expiration.days;
  return hidden === undefined ? null : expiration.days + hidden.days;
}

/** A rule below the prefix, or for some sizes, takes a part of the records: that part is gone, so it counts. */
function covers(rule: LifecycleRule, prefix: string): boolean {
  return rule.enabled && !rule.needsTags && (prefix.startsWith(rule.prefix) || rule.prefix.startsWith(prefix));
}

/** A date in the past goes on working: what is written later is deleted at once. */
function expirationOf({ id, expiresAfterDays, expiresOn }: LifecycleRule, now: number): Limit[] {
  if (expiresAfterDays !== null)
    return [{ days: expiresAfterDays, words: `rule "${id}" deletes them after ${daysText(expiresAfterDays)}` }];
  if (expiresOn !== null && Date.parse(expiresOn) <= now)
    return [{ days: 0, words: `rule "${id}" has deleted them since ${expiresOn.slice(0, 10)}` }];
  return [];
}

function noncurrentExpirationOf({ id, noncurrentExpiresAfterDays: days }: LifecycleRule): Limit[] {
  return days === null ? [] : [{ days, words: `rule "${id}" deletes noncurrent versions after ${daysText(days)}` }];
}

function archivingOf({ id, transitions }: LifecycleRule, now: number): Limit[] {
  return transitions
    .filter(({ storageClass }) => ARCHIVES.has(storageClass))
    .flatMap(({ afterDays, on, storageClass }) => {
      const words = `rule "${id}" archives them to ${storageClass}, readable only after a restore`;
      if (afterDays !== null) return [{ days: afterDays, words: `${words}, after ${daysText(afterDays)}` }];
      if (on === null) return [];
      const days = Math.max(0, Math.floor((Date.parse(on) - now) / DAY_MS));
      return [{ days, words: `${words}, on ${on.slice(0, 10)}` }];
    });
}

function shortest(limits: readonly Limit[]): Limit | undefined {
  return limits.toSorted((a, b) => a.days - b.days)[0];
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
