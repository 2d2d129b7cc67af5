import { HOUR_MS, type Window } from '../../usage/window.js';

/** Where Bedrock puts the invocation log of one account and region. */
export interface LogFolder {
  readonly accountId: string;
  readonly region: string;
  readonly keyPrefix?: string | undefined;
}

/** Written into a destination when it is configured, to see whether it may be. It holds nothing. */
const PERMISSION_CHECK = 'amazon-bedrock-logs-permission-check';

/**
 * The hours whose folders belong to a window: those whose first instant lies in it, the newest first, because the newest
 * usage is missed most.
 */
export function hoursOf({ from, to }: Window): number[] {
  const hours: number[] = [];
  for (let hour = Math.ceil(from / HOUR_MS) * HOUR_MS; hour < to; hour += HOUR_MS) hours.push(hour);
  return hours.toReversed();
}

/**
 * The folder of one hour, in UTC: `[prefix/]AWSLogs/<account>/BedrockModelInvocationLogs/<region>/YYYY/MM/DD/HH/`.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
export function hourFolder({ accountId, region, keyPrefix = '' }: LogFolder, hourMs: number): string {
  const [year, month, day, hour] = new Date(hourMs).toISOString().split(/[-T:]/);
  const prefix = keyPrefix === '' || keyPrefix.endsWith('/') ? keyPrefix : `${keyPrefix}/`;
  return `${prefix}AWSLogs/${accountId}/BedrockModelInvocationLogs/${region}/${year}/${month}/${day}/${hour}/`;
}

/** Whether an object holds records. Beside them lie the bodies that were too large for a record, and an empty marker. */
export function holdsRecords(key: string, bytes: number): boolean {
  return bytes > 0 && !key.includes('/data/') && !key.endsWith(PERMISSION_CHECK);
}

/** An object that a record points to. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** `s3://bucket/key` taken apart; `null` for everything else, which is never followed. */
export function parseObjectPath(path: string): ObjectPlace | null {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.{1,1024})$/s.exec(path) ?? [];
  return bucket === undefined || key === undefined ? null : { bucket, key };
}
