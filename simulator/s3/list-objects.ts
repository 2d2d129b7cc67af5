import { AwsError } from '../aws/aws-json.js';
import { openToken, sealToken } from '../aws/sealed-token.js';
import type { StoredObject } from './stored-object.js';
import { AFTER_ALL, visibleObjects, type BucketView, type Cursor } from './visible-objects.js';
import { element, escapeXml, xmlDocument } from '../aws/xml.js';

const MAX_KEYS = 1_000;

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

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
