import type { S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RawRecord, recordChars } from '../../usage/raw-record.js';
import { HOUR_MS, type Window } from '../../usage/window.js';
import { bodyText } from '../body-text.js';
import { UnpacksWithoutEnd } from '../gunzipped.js';
import { inOrder } from '../in-order.js';
import { SavedMemory } from '../saved-memory.js';
import { reasonOf, sourceUnavailable } from './aws-errors.js';
import type { ObjectPlace } from './log-keys.js';
import { type FetchedBody, fetchMoved, type MovedBodies, movedBodies } from './moved-bodies.js';
import { isAbsent, isCut, openObject } from './s3-objects.js';

const ATTEMPTS = 3;
/** Large bodies make small pages, so that memory does not grow with them (characters). */
const PAGE_CHARS = 8 * 1024 * 1024;
/** Refusals in a row, without a body in between, after which the rest of a window is not asked for. */
const MAX_REFUSALS = 25;

/** Some of the records that were given, in their order, with the bodies that could be fetched for them. */
export interface CompletedPage {
  readonly records: RawRecord[];
  /** False when a body was not there or not permitted: reading the records again later may find it. */
  readonly isComplete: boolean;
}

/** The bodies of one window. */
export interface BodyReading {
  /** All the records, in as many pages as their bodies make it. No page is empty. */
  complete(records: RawRecord[], signal: AbortSignal): AsyncIterable<CompletedPage>;
}

interface CompletedRecord {
  readonly record: RawRecord;
  readonly isComplete: boolean;
}

/**
 * Fetches the bodies that Bedrock moved to S3 for their size: the response's, and the request's where the response leaves
 * the lifetime of cache writes open. A body that is not there (it may come later) or not permitted never fails a window.
 */
export class BodyObjects {
  private readonly memory = new SavedMemory();

  constructor(
    private readonly sourceId: string,
    private readonly mode: 'read' | 'skip',
    private readonly client: S3Client,
    /** Records of one page whose bodies are fetched at a time; each may take some megabytes of memory. */
    private readonly recordsAtOnce: number,
  ) {}

  begin(window: Window): BodyReading {
    this.memory.begin(window);
    const refusals: Refusals = { inARow: 0 };
    return { complete: (records, signal) => this.complete(records, window, refusals, signal) };
  }

  /** What was completed in the window is saved; it is not fetched again. */
  settle(window: Window): void {
    this.memory.settle(window);
  }

  private async *complete(
    records: RawRecord[],
    window: Window,
    refusals: Refusals,
    signal: AbortSignal,
  ): AsyncGenerator<CompletedPage> {
    const moved = this.mode === 'skip' ? [] : records.map(({ text }) => movedBodies(text));
    if (moved.every((bodies) => bodies === null)) {
      yield { records, isComplete: true };
      return;
    }
    const ownFetch = (record: RawRecord, index: number): Promise<CompletedRecord> | CompletedRecord => {
      const bodies = moved[index] ?? null;
      return bodies === null ? { record, isComplete: true } : this.withBodies(record, bodies, window, refusals, signal);
    };
    let page: RawRecord[] = [];
    let isComplete = true;
    let chars = 0;
    for await (const completed of inOrder(records, ownFetch, this.recordsAtOnce)) {
      page.push(completed.record);
      isComplete &&= completed.isComplete;
      chars += recordChars(completed.record);
      if (chars < PAGE_CHARS) continue;
      yield { records: page, isComplete };
      page = [];
      chars = 0;
    }
    if (page.length > 0) yield { records: page, isComplete };
  }

  private async withBodies(
    record: RawRecord,
    moved: MovedBodies,
    window: Window,
    refusals: Refusals,
    signal: AbortSignal,
  ): Promise<CompletedRecord> {
    const key = keyOf(moved);
    const hour = record.envelope.timestamp ?? window.to - HOUR_MS;
    if (this.memory.has(hour, key)) return { record, isComplete: true };

    const completed = await fetchMoved(record, moved, (place) => this.fetch(place, refusals, signal));
    if (completed.isComplete) this.memory.note(window, hour, key);
    return completed;
  }

  private async fetch(place: ObjectPlace, refusals: Refusals, signal: AbortSignal): Promise<FetchedBody> {
    if (refusals.inARow >= MAX_REFUSALS) return { missing: true };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const text = await this.textOf(place, signal);
        refusals.inARow = 0;
        return text ?? { missing: false };
      } catch (error) {
        signal.throwIfAborted();
        if (isAbsent(error)) return { missing: true };
        // Larger than any body can be, as one that ends the text too late is.
        if (error instanceof UnpacksWithoutEnd) return { missing: false };
        const reason = reasonOf(error);
        if (reason === 'permission' || reason === 'notFound') {
          refusals.inARow += 1;
          return { missing: true };
        }
        if (!isCut(error)) throw this.unavailable(place, error);
        if (attempt === ATTEMPTS) return { missing: true };
        await sleep(Math.random() * 200 * 2 ** attempt, undefined, { signal });
      }
    }
  }

  /** The unpacked text of a body, or `null` when it is too large to be one. */
  private async textOf(place: ObjectPlace, signal: AbortSignal): Promise<string | null> {
    return bodyText(await openObject(this.client, place, null, signal));
  }

  private unavailable({ bucket, key }: ObjectPlace, error: unknown): Error {
    const request = {
      what: `s3://${bucket}/${key}`,
      permission: 's3:GetObject',
      ifAbsent: 'the bucket for large data',
    };
    return sourceUnavailable(this.sourceId, request, error);
  }
}

interface Refusals {
  inARow: number;
}

function keyOf({ output, input }: MovedBodies): string {
  const place = output ?? input;
  return place === null ? '' : `${place.bucket}/${place.key}`;
}
