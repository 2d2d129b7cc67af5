import { AwsError } from '../aws/aws-json.js';
import type { AwsAnswer, AwsRequest, AwsService, Backend, Moment } from '../aws/service.js';
import type { Faults } from '../faults.js';
import { Random, seedWordsOf } from '../random.js';
import { PLACES, type LogBucket, type Place } from '../world-places.js';
import type { BucketHours } from './bucket-hours.js';
import { lifecycleOf, locationOf, versioningOf } from './bucket-settings.js';
import { listObjects } from './list-objects.js';
import { readObject } from './read-object.js';
import { findObject, type BucketView } from './visible-objects.js';
import { element, xmlDocument } from '../aws/xml.js';

const CUT_STREAM = 12;

/** The names under which S3 knows what befalls requests to any service. */
const S3_ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  ThrottlingException: ['SlowDown', 503],
  ServiceUnavailableException: ['ServiceUnavailable', 503],
  InternalFailure: ['InternalError', 500],
  AccessDeniedException: ['AccessDenied', 403],
  ExpiredTokenException: ['ExpiredToken', 400],
  UnrecognizedClientException: ['InvalidAccessKeyId', 403],
};

/** Bucket and key of a path-style address, or no key for the bucket itself. */
function addressOf(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

function placeOfBucket(name: string): readonly [Place, LogBucket] | undefined {
  for (const place of PLACES) if (place.bucket?.name === name) return [place, place.bucket];
  return undefined;
}

/** S3 with path-style addresses: what a reader of a log needs, and nothing that writes. */
export class S3Service implements AwsService {
  /** Keys whose first answer was cut short. */
  private readonly cutShort = new Set<string>();

  constructor(
    private readonly backend: Backend,
    private readonly hours: BucketHours,
  ) {}

  operationOf({ method, path, search }: AwsRequest): string {
    const { key } = addressOf(path);
    if (key !== '') {
      if (method === 'GET') return 'GetObject';
      if (method === 'HEAD') return 'HeadObject';
    } else if (method === 'GET') {
      if (search.has('lifecycle')) return 'GetBucketLifecycleConfiguration';
      if (search.has('versioning')) return 'GetBucketVersioning';
      if (search.has('location')) return 'GetBucketLocation';
      if (search.get('list-type') === '2') return 'ListObjectsV2';
    }
    throw new AwsError('NotImplemented', `The stand-in does not play ${method} ${path}.`, 501);
  }

  qualifiersOf({ path }: AwsRequest): readonly string[] {
    return addressOf(path).key.includes('/data/') ? ['data'] : [];
  }

  requestsPerSecond(): null {
    return null;
  }

  answer(operation: string, request: AwsRequest, moment: Moment): AwsAnswer {
    const { bucket: name, key } = addressOf(request.path);
    const [place, bucket] = bucketFor(name, request);
    if (operation === 'GetBucketLifecycleConfiguration') return xml(lifecycleOf(place, bucket, moment.faults));
    if (operation === 'GetBucketVersioning') return xml(versioningOf(bucket));
    if (operation === 'GetBucketLocation') return xml(locationOf(place));
    const { seed, historyFrom } = this.backend;
    const view: BucketView = { ...moment, place, bucket, seed, historyFrom, hours: this.hours };
    if (operation === 'ListObjectsV2') return xml(listObjects(view, request.search));
    const object = findObject(view, key);
    if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    const answer = readObject(object, request.headers.range);
    return operation === 'GetObject' && this.isCutShort(object.key, moment.faults) ? firstHalf(answer) : answer;
  }

  /** True once for the keys that the fault hits. */
  private isCutShort(key: string, { truncatedGzipShare }: Faults): boolean {
    if (truncatedGzipShare === 0 || this.cutShort.has(key)) return false;
    if (!new Random(seedWordsOf(`${this.backend.seed}/${key}`), CUT_STREAM).chance(truncatedGzipShare)) return false;
    this.cutShort.add(key);
    return true;
  }

  refuse(error: AwsError, request: AwsRequest): AwsAnswer {
    const [code, status] = S3_ERRORS[error.type] ?? [error.type, error.status];
    const content = `${element('Code', code)}${element('Message', error.message)}${element('Resource', request.path)}<RequestId>4442587FB7D0A2F9</RequestId>`;
    return { ...xml(xmlDocument('Error', null, content)), status };
  }
}

/** The bucket that a request names, where its account and region may have it. */
function bucketFor(name: string, request: AwsRequest): readonly [Place, LogBucket] {
  const found = placeOfBucket(name);
  if (found === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const [place] = found;
  if (place.accountId !== request.accountId) throw new AwsError('AccessDenied', 'Access Denied', 403);
  if (place.region !== request.region) {
    throw new AwsError(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${request.region}' is wrong; expecting '${place.region}'`,
    );
  }
  return found;
}

/** An answer as if its writer had died: complete by its own account, and half of it missing. */
function firstHalf(answer: AwsAnswer): AwsAnswer {
  const bytes = Buffer.from(answer.body);
  return { ...answer, body: bytes.subarray(0, Math.ceil(bytes.length / 2)) };
}

function xml(body: string): AwsAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
}
