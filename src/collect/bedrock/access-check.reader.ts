import type { BedrockConfig } from '../../runtime/config/schema.js';
import type { InvocationLogging } from '../../usage/bedrock-settings.js';
import { HOUR_MS, MINUTE_MS, type Window } from '../../usage/window.js';
import type { AccessFinding } from '../access-finding.js';
import { type LogSource, SourceUnavailable } from '../log-source.js';
import { RoleNotAssumed } from './aws-access.js';
import { askLogging } from './ask-regions.js';
import { sourceUnavailable } from './aws-errors.js';
import { hourFolder } from './log-keys.js';
import { createS3Client, isAbsent, openObject } from './s3-objects.js';

const READ_WITHIN_MS = 30_000;

/**
 * Tries for real what a source of Bedrock's logs needs: its log read for the newest minute (or folder), its objects, the
 * bodies beside them, and whether Bedrock logs where the source reads.
 */
export async function checkBedrockAccess(
  source: LogSource,
  config: BedrockConfig,
  now: number,
): Promise<AccessFinding[]> {
  const reading = await checkReading(source, config, now);
  // Without credentials every further check would say the same again.
  if (reading.lacksCredentials) return [reading.finding];

  const logging = await askLogging(config.id, config).catch((error: unknown) => unavailable(error));
  const findings = [reading.finding];
  if (config.kind === 'bedrock-s3' && reading.finding.ok) findings.push(await checkObjects(config, now));
  findings.push(loggingFinding(config, logging));
  if (config.bodies === 'read') findings.push(await checkBodies(config, logging, now));
  return findings;
}

async function checkReading(
  source: LogSource,
  config: BedrockConfig,
  now: number,
): Promise<{ finding: AccessFinding; lacksCredentials: boolean }> {
  const isS3 = config.kind === 'bedrock-s3';
  const window: Window = { from: isS3 ? Math.floor(now / HOUR_MS) * HOUR_MS : now - MINUTE_MS, to: now };
  try {
    let records = 0;
    for await (const page of source.read(window, AbortSignal.timeout(READ_WITHIN_MS))) {
      records += page.length;
      break;
    }
    const amount = isS3 ? `${records} records in the folder of this hour` : `${records} records in the last minute`;
    const words = `${destinationOf(config)} in ${config.region} can be read (${amount})`;
    return { finding: { part: '', ok: true, words }, lacksCredentials: false };
  } catch (error) {
    const lacksCredentials =
      error instanceof SourceUnavailable && (error.reason === 'credentials' || error.cause instanceof RoleNotAssumed);
    return { finding: { part: '', ok: false, words: wordsOf(error) }, lacksCredentials };
  }
}

/** Listing and getting are two permissions, and the folder of this hour may be empty. */
async function checkObjects(config: BedrockConfig & { kind: 'bedrock-s3' }, now: number): Promise<AccessFinding> {
  const folder = hourFolder(config, now);
  const refusal = await tryToGet(config, config.bucket, `${folder}${NO_OBJECT}`);
  return refusal === null
    ? { part: 'objects', ok: true, words: `objects in s3://${config.bucket} can be read` }
    : { part: 'objects', ok: false, words: refusal };
}

async function checkBodies(
  config: BedrockConfig,
  logging: InvocationLogging | SourceUnavailable,
  now: number,
): Promise<AccessFinding> {
  const part = 'bodies';
  const place = bodiesPlaceOf(config, logging);
  if (place === 'unknown') {
    return {
      part,
      ok: true,
      words: 'not checked: where bodies of more than 100 KB go is told by the logging configuration',
    };
  }
  if (place === null) {
    const words =
      'Bedrock keeps no bodies of more than 100 KB here: set largeDataDeliveryS3Config to keep what only they tell';
    return { part, ok: true, words };
  }
  const folder = hourFolder({ ...config, keyPrefix: place.keyPrefix }, now);
  const refusal = await tryToGet(config, place.bucket, `${folder}data/${NO_OBJECT}`);
  if (refusal === null) return { part, ok: true, words: `bodies in s3://${place.bucket} can be read` };
  const words = `${refusal}. Grant s3:ListBucket as well, without which a body that is not there looks like one that is forbidden; or set bodies: skip`;
  return { part, ok: false, words };
}

/** Where bodies of more than 100 KB go; `null` where they are not kept. */
function bodiesPlaceOf(
  config: BedrockConfig,
  logging: InvocationLogging | SourceUnavailable,
): { bucket: string; keyPrefix: string | undefined } | null | 'unknown' {
  if (config.kind === 'bedrock-s3') return { bucket: config.bucket, keyPrefix: config.keyPrefix };
  if (logging instanceof SourceUnavailable) return 'unknown';
  return logging.largeData === null ? null : { bucket: logging.largeData.bucket, keyPrefix: logging.largeData.prefix };
}

function loggingFinding(config: BedrockConfig, logging: InvocationLogging | SourceUnavailable): AccessFinding {
  const part = 'logging';
  if (logging instanceof SourceUnavailable) return { part, ok: true, words: `not checked: ${logging.message}` };
  const isS3 = config.kind === 'bedrock-s3';
  const { bucket } = logging;
  const there = isS3 ? bucket && pathOf(bucket.bucket, bucket.prefix) : logging.logGroup;
  const here = destinationOf(config);
  if (there === null) {
    const what = logging.on ? `does not go to ${isS3 ? 'S3' : 'CloudWatch Logs'}` : 'is off';
    return {
      part,
      ok: false,
      words: `model invocation logging in ${config.region} ${what}: no new call is logged here`,
    };
  }
  if (there !== here) {
    return { part, ok: false, words: `model invocation logging in ${config.region} goes to ${there}, not to ${here}` };
  }
  const bodies = !logging.textDelivered
    ? '; bodies are not delivered, so that the lifetimes of cache writes are assumed'
    : '';
  return { part, ok: true, words: `Bedrock logs to ${there} in ${config.region}${bodies}` };
}

/** No object of Bedrock's has this name: asking for it tells whether one could be read. */
const NO_OBJECT = 'ledgerline-doctor';

/** `null` where the key could be read, were there an object; otherwise why not, and what to do. */
async function tryToGet(config: BedrockConfig, bucket: string, key: string): Promise<string | null> {
  const client = createS3Client(config);
  try {
    const stream = await openObject(client, { bucket, key }, null, AbortSignal.timeout(READ_WITHIN_MS));
    stream.destroy();
    return null;
  } catch (error) {
    if (isAbsent(error)) return null;
    const folder = key.slice(0, -NO_OBJECT.length);
    const request = { what: `s3://${bucket}/${folder}`, permission: 's3:GetObject', ifAbsent: 'the bucket' };
    return sourceUnavailable(config.id, request, error).message;
  } finally {
    client.destroy();
  }
}

function destinationOf(config: BedrockConfig): string {
  return config.kind === 'bedrock-s3' ? pathOf(config.bucket, config.keyPrefix) : config.logGroup;
}

function pathOf(bucket: string, keyPrefix = ''): string {
  return `s3://${bucket}/${keyPrefix}`.replace(/\/+$/, '');
}

function unavailable(error: unknown): SourceUnavailable {
  if (error instanceof SourceUnavailable) return error;
  throw error;
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
