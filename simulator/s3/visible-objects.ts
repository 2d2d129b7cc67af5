import { bucketExpiryDays, deletedBefore } from '../delivery/log-state.js';
import type { Faults } from '../faults.js';
import type { LogBucket, Place } from '../world-places.js';
import type { BucketHours } from './bucket-hours.js';
import { hourFolder } from './log-keys.js';
import type { StoredObject } from './stored-object.js';

const HOUR_MS = 3_600_000;
/** Sorts after every key that begins with the same text. */
export const AFTER_ALL = '\uffff';

/** A bucket as it is at one moment. */
export interface BucketView {
  readonly place: Place;
  readonly bucket: LogBucket;
  readonly hours: BucketHours;
  readonly historyFrom: number;
  readonly now: number;
  readonly faults: Faults;
  readonly seed: number;
}

/** Where a walk over keys has arrived; it may jump forward while it is on its way. */
export interface Cursor {
  after: string;
}

/** The hours, from one up to another, whose folders a key or the beginning of a key can lie in. */
function hoursOf(view: BucketView, key: string): { readonly from: number; readonly to: number } {
  const all = { from: Math.floor(view.historyFrom / HOUR_MS), to: Math.floor(view.now / HOUR_MS) + 1 };
  const regionFolder = hourFolder(view.place, view.bucket, 0).slice(0, -'1970/01/01/00/'.length);
  if (!key.startsWith(regionFolder)) return all;
  const [, year = '', month, day, hour] =
    /^(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/(?:(\d\d)\/)?)?)?/.exec(key.slice(regionFolder.length)) ?? [];
  if (year === '' || month === undefined || day === undefined) return all;
  const start = Date.parse(`${year}-${month}-${day}T${hour ?? '00'}:00:00Z`) / HOUR_MS;
  if (Number.isNaN(start)) return { from: 0, to: 0 };
  return { from: Math.max(all.from, start), to: Math.min(all.to, start + (hour === undefined ? 24 : 1)) };
}

/** Objects that are there by now, whose key begins with the prefix and comes after the cursor, in order of keys. */
export function* visibleObjects(view: BucketView, prefix: string, cursor: Cursor): Generator<StoredObject> {
  const { place, bucket, hours, now } = view;
  const deleted = deletedBefore(bucketExpiryDays(place, bucket, view.faults), now);
  const isWanted = (object: StoredObject): boolean =>
    object.modifiedAt <= now &&
    object.modifiedAt >= deleted &&
    object.key.startsWith(prefix) &&
    object.key > cursor.after;
  const marker = hours.marker(place, bucket);
  if (isWanted(marker)) yield marker;
  const { from, to } = hoursOf(view, prefix);
  for (let hour = from; hour < to; hour += 1) {
    const folder = hourFolder(place, bucket, hour);
    if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
    if (folder + AFTER_ALL <= cursor.after) continue;
    for (const object of hours.objectsOf(place, bucket, hour, view.faults)) if (isWanted(object)) yield object;
  }
}

/** The object of a key, if it is there by now. */
export function findObject(view: BucketView, key: string): StoredObject | undefined {
  for (const object of visibleObjects(view, key, { after: '' })) if (object.key === key) return object;
  return undefined;
}
