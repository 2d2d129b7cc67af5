import { AwsError } from '../aws-json.js';
import type { Faults } from '../faults.js';
import { bucketExpiryDays, deletedBefore } from '../log-state.js';
import { openToken, sealToken } from '../sealed-token.js';
import type { LogBucket, Place } from '../world-places.js';
import type { BucketHours, StoredObject } from './bucket-hours.js';
import { hourFolder } from './log-keys.js';
import { element, escapeXml, xmlDocument } from './xml.js';

const HOUR_MS = 3_600_000;
const MAX_KEYS = 1_000;
/** Sorts after every key that begins with the same text. */
const AFTER_ALL = '\uffff';

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

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
interface Cursor {
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
function* visibleObjects(view: BucketView, prefix: string, cursor: Cursor): Generator<StoredObject> {
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

interface Listing {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** The key or common prefix after which there is more. */
  readonly moreAfter: string | null;
}

function list(view: BucketView, prefix: string, delimiter: string, after: string, maxKeys: number): Listing {
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  const cursor: Cursor = { after };
  for (const object of visibleObjects(view, prefix, cursor)) {
    if (objects.length + commonPrefixes.length === maxKeys) {
      return { objects, commonPrefixes, moreAfter: maxKeys === 0 ? null : cursor.after };
    }
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    if (end === -1) {
      objects.push(object);
      cursor.after = object.key;
    } else {
      const common = object.key.slice(0, end + delimiter.length);
      commonPrefixes.push(common);
      cursor.after = common + AFTER_ALL;
    }
  }
  return { objects, commonPrefixes, moreAfter: null };
}

function maxKeysOf(search: URLSearchParams): number {
  const asked = Number(search.get('max-keys') ?? MAX_KEYS);
  if (!Number.isSafeInteger(asked) || asked < 0) {
    throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  }
  return Math.min(MAX_KEYS, asked);
}

function tokenAfter(token: string | null, query: string, seed: number): string | null {
  if (token === null) return null;
  const [issuedFor, after] = openToken(token, seed) ?? [];
  if (issuedFor === query && typeof after === 'string') return after;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}

/** ListObjectsV2, as XML. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjects(view: BucketView, search: URLSearchParams): string {
  const prefix = search.get('prefix') ?? '';
  const delimiter = search.get('delimiter') ?? '';
  const startAfter = search.get('start-after');
  const token = search.get('continuation-token');
  const maxKeys = maxKeysOf(search);
  const query = `${view.bucket.name}?${prefix}&${delimiter}`;
  const after = tokenAfter(token, query, view.seed) ?? startAfter ?? '';
  const { objects, commonPrefixes, moreAfter } = list(view, prefix, delimiter, after, maxKeys);

  const encode = search.get('encoding-type') === 'url' ? encodeKey : (text: string): string => text;
  const contents = objects.map(
    ({ key, modifiedAt, etag, bytes }) =>
      `<Contents><Key>${escapeXml(encode(key))}</Key><LastModified>${new Date(modifiedAt).toISOString()}</LastModified><ETag>${escapeXml(etag)}</ETag><Size>${bytes.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const common = commonPrefixes.map((text) => `<CommonPrefixes>${element('Prefix', encode(text))}</CommonPrefixes>`);
  const content = [
    element('Name', view.bucket.name),
    element('Prefix', encode(prefix)),
    element('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
    element('EncodingType', search.get('encoding-type') ?? undefined),
    element('StartAfter', startAfter === null ? undefined : encode(startAfter)),
    element('ContinuationToken', token ?? undefined),
    element('NextContinuationToken', moreAfter === null ? undefined : sealToken([query, moreAfter], view.seed)),
    element('KeyCount', objects.length + commonPrefixes.length),
    element('MaxKeys', maxKeys),
    element('IsTruncated', moreAfter !== null),
    ...contents,
    ...common,
  ];
  return xmlDocument('ListBucketResult', S3_NAMESPACE, content.join(''));
}

function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/');
}
