import type { S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawRecord } from '../../usage/raw-record.js';
import type { Window } from '../../usage/window.js';
import { linesOf } from '../lines.js';
import { type LogSource, SourceUnavailable } from '../log-source.js';
import { merged } from '../merged.js';
import { SavedMemory } from '../saved-memory.js';
import type { AwsAccess } from './aws-access.js';
import { type AwsRequest, sourceUnavailable } from './aws-errors.js';
import { BodyObjects, type BodyReading } from './body-objects.js';
import { holdsRecords, hourFolder, hoursOf } from './log-keys.js';
import { createS3Client, isAbsent, isCut, type ListedObject, listFolder, openObject } from './s3-objects.js';

/** Objects that are read at a time: each holds a connection and at most a page of records. */
const OBJECTS_AT_ONCE = 4;
/** Records of each of those objects whose bodies are fetched at a time. */
const BODIES_AT_ONCE = 2;
const PAGE_RECORDS = 2_000;
/** Large records make small pages, so that memory does not grow with them (characters). */
const PAGE_CHARS = 4 * 1024 * 1024;
/** Attempts at an object that breaks off, before its window is given up. */
const ATTEMPTS = 4;

export interface BedrockS3Settings extends AwsAccess {
  readonly id: string;
  readonly bucket: string;
  readonly keyPrefix?: string | undefined;
  readonly bodies: 'read' | 'skip';
}

/** An object of records in the folder of an hour. */
interface LogObject extends ListedObject {
  readonly hour: number;
}

/**
 * Bedrock model invocation logs from an S3 bucket: gzip objects of one record a line, in a folder for each hour. A window
 * means the folders whose first instant lies in it. Objects come late into folders of hours that are over, so folders are
 * listed again by every overlap; an object that was saved whole and has not changed is not read again.
 */
export class BedrockS3Source implements LogSource {
  readonly cloud = 'bedrock';
  readonly axis = 'listing';
  readonly id: string;
  private readonly client: S3Client;
  private readonly bodies: BodyObjects;
  private readonly memory = new SavedMemory();

  constructor(private readonly settings: BedrockS3Settings) {
    this.id = settings.id;
    this.client = createS3Client(settings);
    this.bodies = new BodyObjects(settings.id, settings.bodies, this.client, BODIES_AT_ONCE);
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    // One object that fails ends the window, and with it the reading of the others.
    const own = new AbortController();
    const either = AbortSignal.any([signal, own.signal]);
    this.memory.begin(window);
    const bodies = this.bodies.begin(window);
    try {
      yield* merged(this.objectPages(window, bodies, either), OBJECTS_AT_ONCE);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      own.abort();
    }
  }

  saved(window: Window): void {
    this.memory.settle(window);
    this.bodies.settle(window);
  }

  close(): void {
    this.client.destroy();
  }

  private async *objectPages(
    window: Window,
    bodies: BodyReading,
    signal: AbortSignal,
  ): AsyncGenerator<AsyncGenerator<RawRecord[]>> {
    for (const hour of hoursOf(window)) {
      const folder = hourFolder(this.settings, hour);
      try {
        for await (const object of listFolder(this.client, this.settings.bucket, folder, signal)) {
          if (!holdsRecords(object.key, object.bytes) || this.memory.has(hour, object.key, object.etag)) continue;
          yield this.pagesOf({ ...object, hour }, window, bodies, signal);
        }
      } catch (error) {
        throw this.unavailable(error, 's3:ListBucket', `s3://${this.settings.bucket}/${folder}`);
      }
    }
  }

  /** The records of one object. An object that breaks off is read again, and what was delivered is passed over. */
  private async *pagesOf(
    object: LogObject,
    window: Window,
    bodies: BodyReading,
    signal: AbortSignal,
  ): AsyncGenerator<RawRecord[]> {
    let delivered = 0;
    let complete = true;
    for (let attempt = 1; ; attempt += 1) {
      try {
        for await (const { records, lines } of this.pagesAfter(object, delivered, signal)) {
          for await (const page of bodies.complete(records, signal)) {
            complete &&= page.isComplete;
            yield page.records;
          }
          delivered = lines;
        }
        if (complete) this.memory.note(window, object.hour, object.key, object.etag);
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof SourceUnavailable) throw error;
        if (!isCut(error) || attempt === ATTEMPTS) throw this.objectUnavailable(object, error);
        await sleep(Math.random() * 200 * 2 ** attempt, undefined, { signal });
      }
    }
  }

  /** Pages of an object's records behind the first `skip` lines, and how many lines are delivered with each. */
  private async *pagesAfter(
    object: LogObject,
    skip: number,
    signal: AbortSignal,
  ): AsyncGenerator<{ records: RawRecord[]; lines: number }> {
    const { bucket } = this.settings;
    const bytes = await openObject(this.client, { bucket, key: object.key }, object, signal);
    let line = 0;
    let records: RawRecord[] = [];
    let chars = 0;
    for await (const texts of linesOf(bytes)) {
      for (const text of texts) {
        line += 1;
        if (line <= skip || text.trim() === '') continue;
        records.push(this.toRecord(text, object, line));
        chars += text.length;
        if (records.length < PAGE_RECORDS && chars < PAGE_CHARS) continue;
        yield { records, lines: line };
        records = [];
        chars = 0;
      }
    }
    if (records.length > 0) yield { records, lines: line };
  }

  private toRecord(text: string, { key, etag, hour, modifiedAt }: LogObject, line: number): RawRecord {
    const { accountId, region, bucket } = this.settings;
    return {
      text,
      envelope: {
        accountId,
        region,
        entryId: `${bucket}/${key}#${etag}:${line}`,
        timestamp: hour,
        ...(modifiedAt === null ? {} : { ingestedAt: modifiedAt }),
      },
    };
  }

  private objectUnavailable(object: LogObject, error: unknown): SourceUnavailable {
    const where = `s3://${this.settings.bucket}/${object.key}`;
    if (isCut(error)) {
      const words = `${where} ends early or is damaged (${error instanceof Error ? error.message : String(error)}); it is read again later. If it stays so, restore the object or delete it: its last records are lost then`;
      return new SourceUnavailable(this.id, 'other', words, error);
    }
    if (isAbsent(error) || (error instanceof Error && error.name === 'PreconditionFailed')) {
      const words = `${where} was removed or replaced while it was being read; its folder is listed again later`;
      return new SourceUnavailable(this.id, 'other', words, error);
    }
    return this.unavailable(error, 's3:GetObject', where);
  }

  private unavailable(error: unknown, permission: string, where: string): SourceUnavailable {
    if (error instanceof SourceUnavailable) return error;
    const { region, accountId } = this.settings;
    const request: AwsRequest = {
      what: `${where} in ${region}, account ${accountId}`,
      permission,
      ifAbsent: 'bucket, keyPrefix and region',
    };
    return sourceUnavailable(this.id, request, error);
  }
}
