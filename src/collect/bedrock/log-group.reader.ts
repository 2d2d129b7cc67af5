import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type LogGroup,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupSetting } from '../../usage/bedrock-settings.js';
import { DAY_MS } from '../../usage/window.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';

/** How far back the oldest entry is looked for: further than any retention that is asked for. */
const LOOK_BACK_DAYS = 400;
/** Pages may be empty and still have a successor; after so many the search is given up until the next reading. */
const MAX_PAGES = 25;

/**
 * A log group by its exact name: DescribeLogGroups finds every name that begins with it.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
export async function readLogGroup(access: AwsAccess, name: string, signal: AbortSignal): Promise<LogGroupSetting> {
  return withClient(access, async (client) => {
    // The paginator takes no signal of its own; a page is short.
    for await (const { logGroups } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
      signal.throwIfAborted();
      const group = logGroups?.find(({ logGroupName }) => logGroupName === name);
      if (group !== undefined) return settingOf(group);
    }
    return { exists: false, retentionDays: null, logGroupClass: 'STANDARD', createdAt: null };
  });
}

/** The UTC day of the oldest entry of a group; undefined when the search had to be given up. */
export async function readOldestEntry(
  access: AwsAccess,
  name: string,
  { retentionDays, createdAt }: LogGroupSetting,
  now: number,
  signal: AbortSignal,
): Promise<{ day: string | null } | undefined> {
  const backDays = Math.min(retentionDays ?? LOOK_BACK_DAYS, LOOK_BACK_DAYS);
  const startTime = Math.max(now - backDays * DAY_MS, createdAt === null ? 0 : Date.parse(createdAt));
  return withClient(access, async (client) => {
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const command = new FilterLogEventsCommand({
        logGroupName: name,
        startTime,
        limit: 1,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const answer = await client.send(command, { abortSignal: signal });
      const timestamp = answer.events?.[0]?.timestamp;
      if (timestamp !== undefined) return { day: new Date(timestamp).toISOString().slice(0, 10) };
      nextToken = answer.nextToken;
      if (nextToken === undefined) return { day: null };
    }
    return undefined;
  });
}

/** A retention that is absent means for ever. */
function settingOf({ retentionInDays, logGroupClass, creationTime }: LogGroup): LogGroupSetting {
  return {
    exists: true,
    retentionDays: retentionInDays ?? null,
    logGroupClass: logGroupClass ?? 'STANDARD',
    createdAt: creationTime === undefined ? null : new Date(creationTime).toISOString(),
  };
}

async function withClient<T>(access: AwsAccess, work: (client: CloudWatchLogsClient) => Promise<T>): Promise<T> {
  const client = new CloudWatchLogsClient(awsClientSettings(access, 'logs'));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
