import { deliveryOf } from '../delivery/deliveries.js';
import type { Faults } from '../faults.js';
import { arrives } from '../delivery/log-state.js';
import { Random } from '../random.js';
import { renderCall } from '../records/render.js';
import { callsOfHour, type WorldOptions } from '../world.js';
import { placeKey, type Place } from '../world-places.js';

/** One event of a log, with its JSON as FilterLogEvents writes it already made. */
export interface LogEvent {
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly eventId: string;
  /** UTF-8 bytes of the message, the measure of a page. */
  readonly messageBytes: number;
  readonly json: string;
}

export const LOG_STREAM = 'aws/bedrock/modelinvocations';
export const HOUR_MS = 3_600_000;

/** Bedrock's first line in a new log stream: not JSON, and with milliseconds. */
const PERMISSION_CHECK = 'Permissions are correctly set for Amazon Bedrock logs.';
const PERMISSION_CHECK_AFTER_MS = 580;

const EVENT_STREAM = 5;
const CACHED_HOURS = 96;

function logEvent(timestamp: number, ingestedAt: number, digits: string, message: string): LogEvent {
  const eventId = `39${timestamp}${digits}`;
  return {
    timestamp,
    ingestedAt,
    eventId,
    messageBytes: Buffer.byteLength(message),
    json: `{"logStreamName":"${LOG_STREAM}","timestamp":${timestamp},"message":${JSON.stringify(message)},"ingestionTime":${ingestedAt},"eventId":"${eventId}"}`,
  };
}

/** 41 decimal digits, so that an event id has the 56 that CloudWatch Logs gives it. */
function eventDigits(random: Random): string {
  let digits = '';
  while (digits.length < 41) digits += random.word().toString().padStart(10, '0');
  return digits.slice(0, 41);
}

type EventOrder = Pick<LogEvent, 'timestamp' | 'ingestedAt' | 'eventId'>;

/** CloudWatch Logs sorts by timestamp, then by ingestion time; the event id decides where both are equal. */
export function compareEvents(a: EventOrder, b: EventOrder): number {
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
  if (a.ingestedAt !== b.ingestedAt) return a.ingestedAt - b.ingestedAt;
  return a.eventId < b.eventId ? -1 : 1;
}

/** When the permission check of a log that begins at `historyFrom` was written: before its first record. */
export function permissionCheckAt(historyFrom: number): number {
  return historyFrom + PERMISSION_CHECK_AFTER_MS;
}

/**
 * The logs of all places, an hour at a time, in memory only for as long as readers stay near: every hour can be made again.
 */
export class LogHours {
  private readonly cache = new Map<string, readonly LogEvent[]>();

  constructor(
    private readonly world: WorldOptions,
    private readonly historyFrom: number,
  ) {}

  /** Forget what was made, because the faults that shaped it have changed. */
  forget(): void {
    this.cache.clear();
  }

  /** Every event whose timestamp lies in the hour, in CloudWatch's order, ingested by now or not. */
  eventsOf(place: Place, hour: number, faults: Faults): readonly LogEvent[] {
    const key = `${placeKey(place)}/${hour}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const events = this.make(place, hour, faults);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size < CACHED_HOURS) break;
      this.cache.delete(oldest);
    }
    this.cache.set(key, events);
    return events;
  }

  private make(place: Place, hour: number, faults: Faults): readonly LogEvent[] {
    if ((hour + 1) * HOUR_MS <= this.historyFrom) return [];
    const events: LogEvent[] = [];
    const checkAt = permissionCheckAt(this.historyFrom);
    if (Math.floor(checkAt / HOUR_MS) === hour)
      events.push(logEvent(checkAt, checkAt + 101, '0'.repeat(41), PERMISSION_CHECK));
    for (const call of callsOfHour(this.world, place, hour)) {
      if (call.occurredAt < checkAt || !arrives(place, call.occurredAt, 'cloudwatch', faults)) continue;
      const { text } = renderCall(call);
      const random = new Random(call.words, EVENT_STREAM, call.index);
      const delivery = deliveryOf(call, faults);
      events.push(logEvent(call.occurredAt, delivery.ingestedAt, eventDigits(random), text));
      if (delivery.again !== null) events.push(logEvent(call.occurredAt, delivery.again, eventDigits(random), text));
    }
    return events.sort(compareEvents);
  }
}
