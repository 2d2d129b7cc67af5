import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Faults } from '../faults.js';
import { permissionCheckAt } from '../log-hours.js';
import { arrives } from '../log-state.js';
import { Random } from '../random.js';
import { renderCall, requestIdOf } from '../render.js';
import { hasRecordsInS3 } from '../routes.js';
import { callsOfHour, type WorldOptions } from '../world.js';
import type { SimulatedCall } from '../world-call.js';
import { placeKey, type LogBucket, type Place } from '../world-places.js';
import { batchOf } from './batches.js';
import { largeBody } from './large-bodies.js';
import { bodyKey, hourFolder, logFolder, PERMISSION_CHECK_MARKER, recordsKey } from './log-keys.js';

const NAME_STREAM = 10;
const HOUR_MS = 3_600_000;
const CACHED_HOURS = 400;
/** Large bodies are written while the call is answered, before any record names them. */
const BODY_AFTER_MS = 2_000;

/** An object of a bucket. Its bytes are made when somebody asks for them or for their number. */
export class StoredObject {
  private made: { readonly bytes: Buffer; readonly etag: string } | undefined;

  constructor(
    readonly key: string,
    /** Whole seconds; before this the object is not there. */
    readonly modifiedAt: number,
    private readonly make: () => Buffer,
  ) {}

  get bytes(): Buffer {
    return this.content().bytes;
  }

  get etag(): string {
    return this.content().etag;
  }

  private content(): { readonly bytes: Buffer; readonly etag: string } {
    if (this.made === undefined) {
      const bytes = this.make();
      this.made = { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` };
    }
    return this.made;
  }
}

/** JSON lines as gzip, in as many members as asked for: a reader that stops after the first member loses records. */
function gzipLines(calls: readonly SimulatedCall[], members: number): Buffer {
  const size = Math.ceil(calls.length / members);
  const parts: Buffer[] = [];
  for (let from = 0; from < calls.length; from += size) {
    const lines = calls.slice(from, from + size).map((call) => `${renderCall(call).text}\n`);
    parts.push(gzipSync(lines.join(''), { level: 1 }));
  }
  return Buffer.concat(parts);
}

/** What Bedrock has written to the buckets, an hour's folder at a time; like the logs, every hour can be made again. */
export class BucketHours {
  private readonly cache = new Map<string, readonly StoredObject[]>();

  constructor(
    private readonly world: WorldOptions,
    private readonly historyFrom: number,
  ) {}

  /** Forget what was made, because the faults that shaped it have changed. */
  forget(): void {
    this.cache.clear();
  }

  /** The marker above the folders of all hours, written when logging was switched on. */
  marker(place: Place, bucket: LogBucket): StoredObject {
    return this.markerIn(logFolder(place, bucket));
  }

  /** Every object in the folder of an hour, in order of keys, there by now or not. */
  objectsOf(place: Place, bucket: LogBucket, hour: number, faults: Faults): readonly StoredObject[] {
    const key = `${placeKey(place)}/${hour}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const objects = [...this.make(place, bucket, hour, faults)].sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const oldest of this.cache.keys()) {
      if (this.cache.size < CACHED_HOURS) break;
      this.cache.delete(oldest);
    }
    this.cache.set(key, objects);
    return objects;
  }

  private *make(place: Place, bucket: LogBucket, hour: number, faults: Faults): Generator<StoredObject> {
    const folder = hourFolder(place, bucket, hour);
    const checkAt = permissionCheckAt(this.historyFrom);
    if (Math.floor(checkAt / HOUR_MS) === hour) yield this.markerIn(`${folder}data/`);
    const calls = callsOfHour(this.world, place, hour).filter((call) => call.occurredAt >= checkAt);
    yield* largeBodies(calls.filter((call) => arrives(place, call.occurredAt, 'largeData', faults)));
    if (!hasRecordsInS3(place)) return;
    const arriving = calls.filter((call) => arrives(place, call.occurredAt, 's3', faults));
    yield* recordObjects(folder, arriving, faults);
  }

  private markerIn(folder: string): StoredObject {
    const at = Math.ceil(permissionCheckAt(this.historyFrom) / 1000) * 1000;
    return new StoredObject(`${folder}${PERMISSION_CHECK_MARKER}`, at, () => Buffer.alloc(0));
  }
}

function* largeBodies(calls: readonly SimulatedCall[]): Generator<StoredObject> {
  for (const call of calls) {
    if (call.bodies !== 'inS3' && call.bodies !== 'inputInS3') continue;
    const requestId = requestIdOf(call);
    for (const part of ['input', 'output'] as const) {
      if (part === 'output' && call.bodies === 'inputInS3') continue;
      const key = bodyKey(call.place, call.occurredAt, requestId, part);
      yield new StoredObject(key, call.occurredAt + BODY_AFTER_MS, () => largeBody(call, part));
    }
  }
}

function* recordObjects(folder: string, calls: readonly SimulatedCall[], faults: Faults): Generator<StoredObject> {
  const batches = new Map<number, { calls: SimulatedCall[]; deliveredAt: number }>();
  for (const call of calls) {
    const { batch, deliveredAt, again } = batchOf(call, faults);
    const names = new Random(call.words, NAME_STREAM, call.index);
    const alone = (at: number): StoredObject =>
      new StoredObject(recordsKey(folder, at, names.hex(16)), at, () => gzipLines([call], 1));
    if (batch === null) yield alone(deliveredAt);
    else {
      const known = batches.get(batch) ?? { calls: [], deliveredAt };
      batches.set(batch, known);
      known.calls.push(call);
    }
    if (again !== null) yield alone(again);
  }
  for (const [batch, { calls: together, deliveredAt }] of batches) {
    const [first] = together;
    if (first === undefined) continue;
    const random = new Random(first.words, NAME_STREAM, -1 - batch);
    const key = recordsKey(folder, deliveredAt, random.hex(16));
    const members = random.weighted([
      [1, 7],
      [2, 2],
      [3, 1],
    ]);
    yield new StoredObject(key, deliveredAt, () => gzipLines(together, members));
  }
}
