import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { PassThrough, Readable } from 'node:stream';
import { type AwsAccess, awsClientSettings, endpointOf } from './aws-access.js';
import type { ObjectPlace } from './log-keys.js';
import { gunzipped } from '../gunzipped.js';

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  /** Changes when the object is written again. Without the quotes of the protocol. */
  readonly etag: string;
  readonly bytes: number;
  readonly modifiedAt: number | null;
}

/** Fewer bytes arrived than the listing showed. */
class ObjectCut extends Error {
  override readonly name = 'ObjectCut';
}

export function createS3Client(access: AwsAccess): S3Client {
  return new S3Client({
    ...awsClientSettings(access, 's3'),
    // VPC endpoints and stand-ins have no name for each bucket.
    forcePathStyle: endpointOf(access, 's3') !== undefined,
    // A body may lie in another region's bucket.
    followRegionRedirects: true,
    // Objects are gzip, which carries a checksum of its own.
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** Every object right in a folder, not in folders inside it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export async function* listFolder(
  client: S3Client,
  bucket: string,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: folder,
        Delimiter: '/',
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
      { abortSignal: signal },
    );
    for (const { Key: key, ETag: etag, Size: bytes, LastModified: modified } of page.Contents ?? []) {
      if (key === undefined) continue;
      yield {
        key,
        etag: (etag ?? '').replaceAll('"', ''),
        bytes: bytes ?? 0,
        modifiedAt: modified?.getTime() ?? null,
      };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/**
 * The unpacked bytes of an object, as a stream that fails where the object is cut short: gzip tells, and so does the length
 * that is expected. Several gzip members are read as one.
 */
export async function openObject(
  client: S3Client,
  { bucket, key }: ObjectPlace,
  expected: { readonly etag: string; readonly bytes: number } | null,
  signal: AbortSignal,
): Promise<Readable> {
  const { Body: body } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, ...(expected?.etag ? { IfMatch: `"${expected.etag}"` } : {}) }),
    { abortSignal: signal },
  );
  if (!(body instanceof Readable)) throw new TypeError('the answer of S3 is no stream');
  // Bedrock writes gzip only. What somebody else put there is read as it is, and lands in quarantine line by line.
  const whole = key.endsWith('.gz') ? gunzipped(body, 1 << 18) : body.pipe(new PassThrough());
  let bytes = 0;
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  body.on('end', () => {
    if (expected !== null && bytes < expected.bytes) {
      whole.destroy(new ObjectCut(`${bytes} of ${expected.bytes} bytes arrived`));
    }
  });
  body.on('error', (error) => whole.destroy(error));
  whole.on('close', () => body.destroy());
  return whole;
}

/** Whether reading may succeed at once when it is tried again: the connection was cut or fell silent, or the object was cut. */
export function isCut(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return CUT_NAMES.has(error.name) || ('code' in error && CUT_CODES.has(String(error.code)));
}

const CUT_NAMES = new Set(['ObjectCut', 'TimeoutError']);
/** Codes of zlib for data that ends early or is damaged, and of Node for connections that end early. */
const CUT_CODES = new Set([
  'Z_BUF_ERROR',
  'Z_DATA_ERROR',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** The object is not there, or not yet. */
export function isAbsent(error: unknown): boolean {
  return error instanceof NoSuchKey || (error instanceof Error && error.name === 'NoSuchKey');
}
