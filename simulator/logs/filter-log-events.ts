import { invalidParameter, type Parameters } from '../aws/aws-json.js';
import type { Faults } from '../faults.js';
import { compareEvents, HOUR_MS, LOG_STREAM, type LogEvent, type LogHours } from './log-hours.js';
import { deletedBefore, groupRetentionDays } from '../delivery/log-state.js';
import { readPageToken, writePageToken, type PagePosition } from './page-token.js';
import type { Random } from '../random.js';
import { placeKey, type Place } from '../world-places.js';

/** A page holds at most so many bytes, each event counted with its message and 26 more, and so many events. */
const PAGE_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const PAGE_EVENTS = 10_000;
const EMPTY_PAGES_IN_A_ROW = 3;

export interface FilterContext {
  readonly hours: LogHours;
  readonly historyFrom: number;
  readonly now: number;
  readonly faults: Faults;
  readonly seed: number;
  /** Draws for this one request. */
  readonly random: Random;
}

interface Range {
  readonly startTime: number;
  readonly endTime: number;
}

interface Page {
  readonly json: readonly string[];
  /** The last event of the page, if there are more after it. */
  readonly moreAfter: LogEvent | undefined;
}

function isAfter(event: LogEvent, position: PagePosition): boolean {
  return (
    event.timestamp > position.timestamp || (event.eventId !== position.eventId && compareEvents(event, position) > 0)
  );
}

/** Events of the range that are ingested by now, from a position on, until the page is full. */
function readPage(place: Place, range: Range, after: PagePosition | null, limit: number, context: FilterContext): Page {
  const json: string[] = [];
  const deleted = deletedBefore(groupRetentionDays(place, context.faults), context.now);
  const from = Math.max(range.startTime, context.historyFrom, deleted, after?.timestamp ?? 0);
  const lastHour = Math.floor(Math.min(range.endTime, context.now) / HOUR_MS);
  let bytes = 0;
  let last: LogEvent | undefined;
  for (let hour = Math.floor(from / HOUR_MS); hour <= lastHour; hour += 1) {
    for (const event of context.hours.eventsOf(place, hour, context.faults)) {
      if (event.timestamp < from || event.timestamp > range.endTime || event.ingestedAt > context.now) continue;
      if (after !== null && !isAfter(event, after)) continue;
      const size = event.messageBytes + EVENT_OVERHEAD_BYTES;
      if (json.length === limit || (bytes + size > PAGE_BYTES && json.length > 0)) return { json, moreAfter: last };
      json.push(event.json);
      bytes += size;
      last = event;
    }
  }
  return { json, moreAfter: undefined };
}

function readRange(parameters: Parameters): Range {
  const startTime = parameters.whole('startTime') ?? 0;
  const endTime = parameters.whole('endTime') ?? Number.MAX_SAFE_INTEGER;
  if (startTime < 0 || endTime < 0) throw invalidParameter('startTime and endTime must not be negative.');
  if (startTime > endTime) throw invalidParameter('startTime must not be after endTime.');
  return { startTime, endTime };
}

function refuseWhatIsNotPlayed(parameters: Parameters): void {
  const pattern = parameters.text('filterPattern');
  if (pattern !== undefined && pattern !== '') throw invalidParameter('This stand-in does not evaluate filterPattern.');
  if (parameters.isFalse('startFromHead')) throw invalidParameter('This stand-in reads forward only.');
}

/** The log has one stream; a request for others finds nothing. */
function namesTheStream(parameters: Parameters): boolean {
  const names = parameters.texts('logStreamNames');
  const prefix = parameters.text('logStreamNamePrefix');
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive.');
  }
  return (names?.includes(LOG_STREAM) ?? true) && LOG_STREAM.startsWith(prefix ?? '');
}

/**
 * FilterLogEvents: both ends of the range belong to it, a page may be empty and still have a token, and only the absence of
 * a token ends the walk. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function filterLogEvents(place: Place, group: string, parameters: Parameters, context: FilterContext): string {
  refuseWhatIsNotPlayed(parameters);
  const range = readRange(parameters);
  const limit = parameters.whole('limit') ?? PAGE_EVENTS;
  if (limit < 1 || limit > PAGE_EVENTS) {
    throw invalidParameter(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and ${PAGE_EVENTS}`,
    );
  }
  const query = `${placeKey(place)}${group}?${range.startTime}-${range.endTime}`;
  const given = parameters.text('nextToken');
  const token = given === undefined ? undefined : readPageToken(given, query, context.now, context.seed);
  if (token === null) throw invalidParameter('The specified nextToken is invalid.');

  const after = token?.after ?? null;
  const emptyPages = token?.emptyPages ?? 0;
  const tokenTo = (position: PagePosition | null, empty: number): string =>
    JSON.stringify(
      writePageToken(
        {
          query,
          issuedAt: context.now,
          after: position && {
            timestamp: position.timestamp,
            ingestedAt: position.ingestedAt,
            eventId: position.eventId,
          },
          emptyPages: empty,
          refused: context.random.chance(context.faults.tokenExpiryShare),
        },
        context.seed,
      ),
    );
  if (emptyPages < EMPTY_PAGES_IN_A_ROW && context.random.chance(context.faults.emptyPageShare)) {
    return `{"events":[],"nextToken":${tokenTo(after, emptyPages + 1)},"searchedLogStreams":[]}`;
  }
  if (group !== place.logGroup || !namesTheStream(parameters)) return '{"events":[],"searchedLogStreams":[]}';
  const page = readPage(place, range, after, limit, context);
  const next = page.moreAfter === undefined ? '' : `"nextToken":${tokenTo(page.moreAfter, 0)},`;
  return `{"events":[${page.json.join(',')}],${next}"searchedLogStreams":[]}`;
}
