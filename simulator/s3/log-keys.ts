import type { LogBucket, Place } from '../world-places.js';

const HOUR_MS = 3_600_000;

/**
 * Keys of the invocation log in S3, as Bedrock's guide gives them; the folder's hour is that of the records, in UTC.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
export function logFolder(place: Place, bucket: LogBucket): string {
  const before = bucket.keyPrefix === null ? '' : `${bucket.keyPrefix}/`;
  return `${before}AWSLogs/${place.accountId}/BedrockModelInvocationLogs/`;
}

/** The folder of one hour, counted since 1970. */
export function hourFolder(place: Place, bucket: LogBucket, hour: number): string {
  const parts = new Date(hour * HOUR_MS).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
  return `${logFolder(place, bucket)}${place.region}/${parts}/`;
}

/** An object of records: `20261118T152003512Z_9f2a60c4d1b7e853.json.gz`. */
export function recordsKey(folder: string, writtenAt: number, hex: string): string {
  return `${folder}${new Date(writtenAt).toISOString().replaceAll(/[-:.]/g, '')}_${hex}.json.gz`;
}

/** A body of more than 100 KB, in the place's bucket. */
export function bodyKey(place: Place, occurredAt: number, requestId: string, part: 'input' | 'output'): string {
  if (place.bucket === null) throw new Error(`${place.accountId}/${place.region} has no bucket for bodies`);
  const folder = hourFolder(place, place.bucket, Math.floor(occurredAt / HOUR_MS));
  return `${folder}data/${requestId}_${part}.json.gz`;
}

/** The name of the zero-byte objects with which Bedrock tries whether it may write. */
export const PERMISSION_CHECK_MARKER = 'amazon-bedrock-logs-permission-check';
