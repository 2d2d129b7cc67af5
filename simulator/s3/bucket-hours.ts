import type { Faults } from '../faults.js';
import { permissionCheckAt } from '../logs/log-hours.js';
import { arrives } from '../delivery/log-state.js';
import { hasRecordsInS3 } from '../delivery/routes.js';
import { callsOfHour, type WorldOptions } from '../world.js';
import { placeKey, type LogBucket, type Place } from '../world-places.js';
import { hourFolder, logFolder, PERMISSION_CHECK_MARKER } from './log-keys.js';
import { largeBodies, recordObjects } from './made-objects.js';
import { StoredObject } from './stored-object.js';

const HOUR_MS = 3_600_000;
const CACHED_HOURS = 400;

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
