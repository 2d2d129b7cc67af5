import { AwsError, groupNotFound, invalidParameter, type Parameters } from '../aws/aws-json.js';
import { filterLogEvents, type FilterContext } from './filter-log-events.js';
import { HOUR_MS, LOG_STREAM, permissionCheckAt } from './log-hours.js';
import { groupRetentionDays } from '../delivery/log-state.js';
import { PLACES, type Place } from '../world-places.js';

const TARGET = /^Logs_20140328\.(\w+)$/;
const HOURS_BACK = 72;

/** The operation that a request asks for by its X-Amz-Target header. */
export function operationOf(target: string | undefined): string {
  const name = TARGET.exec(target ?? '')?.[1];
  if (name === 'FilterLogEvents' || name === 'DescribeLogGroups' || name === 'DescribeLogStreams') return name;
  throw new AwsError(
    'UnknownOperationException',
    `The stand-in does not play ${name ?? 'requests without X-Amz-Target'}.`,
  );
}

/** Every group has a neighbour whose name begins the same and that is empty: a prefix finds both. */
function groupsOf(place: Place): readonly string[] {
  return [place.logGroup, `${place.logGroup}-sandbox`];
}

function groupArn(place: Place, group: string): string {
  return `arn:aws:logs:${place.region}:${place.accountId}:log-group:${group}`;
}

/** The group that a request names, by name or by ARN. */
function namedGroup(place: Place | undefined, parameters: Parameters): [Place, string] {
  const name = parameters.text('logGroupName');
  const identifier = parameters.text('logGroupIdentifier');
  if (name !== undefined && identifier !== undefined) {
    throw invalidParameter('logGroupName and logGroupIdentifier are mutually exclusive.');
  }
  const given = name ?? identifier;
  if (given === undefined) throw invalidParameter('Either logGroupName or logGroupIdentifier is required.');
  if (place === undefined) throw groupNotFound();
  const group = groupsOf(place).find(
    (known) => known === given || groupArn(place, known) === given.replace(/:\*$/, ''),
  );
  if (group === undefined) throw groupNotFound();
  return [place, group];
}

function describeLogGroups(place: Place | undefined, parameters: Parameters, context: FilterContext): string {
  const prefix = parameters.text('logGroupNamePrefix');
  const pattern = parameters.text('logGroupNamePattern');
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter('logGroupNamePrefix and logGroupNamePattern are mutually exclusive.');
  }
  if (place === undefined) return '{"logGroups":[]}';
  const found = groupsOf(place).filter((name) => name.startsWith(prefix ?? '') && name.includes(pattern ?? ''));
  const logGroups = found.map((logGroupName) => ({
    logGroupName,
    creationTime: context.historyFrom,
    retentionInDays: logGroupName === place.logGroup ? groupRetentionDays(place, context.faults) : 7,
    metricFilterCount: 0,
    arn: `${groupArn(place, logGroupName)}:*`,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
    logGroupArn: groupArn(place, logGroupName),
  }));
  return JSON.stringify({ logGroups });
}

function describeLogStreams(place: Place | undefined, parameters: Parameters, context: FilterContext): string {
  const [known, group] = namedGroup(place, parameters);
  if (group !== known.logGroup || !LOG_STREAM.startsWith(parameters.text('logStreamNamePrefix') ?? '')) {
    return '{"logStreams":[]}';
  }
  const checkAt = permissionCheckAt(context.historyFrom);
  const stream = {
    logStreamName: LOG_STREAM,
    creationTime: checkAt + 101,
    firstEventTimestamp: checkAt,
    lastEventTimestamp: checkAt,
    lastIngestionTime: checkAt + 101,
    arn: `${groupArn(known, group)}:log-stream:${LOG_STREAM}`,
    storedBytes: 0,
  };
  const now = Math.floor(context.now / HOUR_MS);
  for (let hour = now; hour > now - HOURS_BACK; hour -= 1) {
    const visible = context.hours
      .eventsOf(known, hour, context.faults)
      .filter((event) => event.ingestedAt <= context.now);
    const last = visible.at(-1);
    if (last === undefined) continue;
    stream.lastEventTimestamp = last.timestamp;
    stream.lastIngestionTime = visible.reduce((latest, event) => Math.max(latest, event.ingestedAt), 0);
    break;
  }
  return JSON.stringify({ logStreams: [stream] });
}

/** The account-region that a request is for: the account is in the endpoint's path, the region in the signature. */
export function placeOf(accountId: string, region: string): Place | undefined {
  return PLACES.find((place) => place.accountId === accountId && place.region === region);
}

/** Answer a request, as JSON text, or throw an AwsError. */
export function answerLogs(
  operation: string,
  place: Place | undefined,
  parameters: Parameters,
  context: FilterContext,
): string {
  if (operation === 'DescribeLogGroups') return describeLogGroups(place, parameters, context);
  if (operation === 'DescribeLogStreams') return describeLogStreams(place, parameters, context);
  const [known, group] = namedGroup(place, parameters);
  return filterLogEvents(known, group, parameters, context);
}
