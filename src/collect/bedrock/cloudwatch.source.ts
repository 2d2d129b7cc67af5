import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilteredLogEvent,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { RawRecord } from '../../usage/raw-record.js';
import type { Window } from '../../usage/window.js';
import type { LogSource } from '../log-source.js';
import { Pacer } from '../pacer.js';
import { isRefusedToken, sourceUnavailable, tokensKeepBeingRefused } from './aws-errors.js';

/** Tokens refused in one window before the window is given up: each costs a fresh start at the last event seen. */
const MAX_REFUSALS = 20;

export interface BedrockCloudWatchSettings {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly logGroup: string;
  readonly endpoint?: string | undefined;
  readonly requestsPerSecond?: number | undefined;
}

/**
 * Bedrock model invocation logs from a CloudWatch Logs group, with FilterLogEvents over the whole group: the only API
 * that gives every event its id and ingestion time. Credentials come from the SDK's default chain.
 *
 * Traps of the API that this file answers: pages may be empty and still have a successor; both ends of the time range are
 * inclusive; tokens live 24 hours and may be refused; the quota differs by region and is shared by the whole account.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export class BedrockCloudWatchSource implements LogSource {
  readonly cloud = 'bedrock';
  readonly axis = 'event-time';
  readonly id: string;
  private readonly client: CloudWatchLogsClient;
  private readonly pacer: Pacer;

  constructor(private readonly settings: BedrockCloudWatchSettings) {
    this.id = settings.id;
    this.pacer = new Pacer(settings.requestsPerSecond ?? filterLogEventsQuota(settings.region));
    this.client = new CloudWatchLogsClient({
      region: settings.region,
      maxAttempts: 8,
      ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    });
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    // Events come in order of time: when a token is refused, reading starts again at the last event seen.
    let startTime = window.from;
    let lastSeen = window.from;
    let nextToken: string | undefined;
    let refusals = 0;
    for (;;) {
      const page = await this.readPage({ from: startTime, to: window.to }, nextToken, signal);
      if (page === 'token-refused') {
        refusals += 1;
        if (refusals > MAX_REFUSALS) throw tokensKeepBeingRefused(this.id, this.settings);
        startTime = lastSeen;
        nextToken = undefined;
        continue;
      }
      const events = page.events ?? [];
      if (events.length > 0) yield events.map((event) => this.toRecord(event));
      lastSeen = events.at(-1)?.timestamp ?? lastSeen;
      nextToken = page.nextToken;
      if (nextToken === undefined) return;
    }
  }

  private async readPage(
    window: Window,
    nextToken: string | undefined,
    signal: AbortSignal,
  ): Promise<FilterLogEventsCommandOutput | 'token-refused'> {
    await this.pacer.turn(signal);
    const { logGroup: logGroupName } = this.settings;
    const command = new FilterLogEventsCommand({
      logGroupName,
      startTime: window.from,
      endTime: window.to - 1,
      limit: 10_000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    try {
      return await this.client.send(command, { abortSignal: signal });
    } catch (error) {
      signal.throwIfAborted();
      if (nextToken !== undefined && isRefusedToken(error)) return 'token-refused';
      throw sourceUnavailable(this.id, this.settings, error);
    }
  }

  close(): void {
    this.client.destroy();
  }

  private toRecord(event: FilteredLogEvent): RawRecord {
    const { accountId, region } = this.settings;
    return {
      text: event.message ?? '',
      envelope: {
        accountId,
        region,
        ...(event.eventId === undefined ? {} : { entryId: event.eventId }),
        ...(event.timestamp === undefined ? {} : { timestamp: event.timestamp }),
        ...(event.ingestionTime === undefined ? {} : { ingestedAt: event.ingestionTime }),
      },
    };
  }
}

const SLOW_REGIONS = new Set(['ap-northeast-3', 'ap-southeast-3', 'ca-west-1', 'eu-central-1', 'il-central-1']);

/**
 * Requests of FilterLogEvents a second that an account has in a region; it cannot be raised.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export function filterLogEventsQuota(region: string): number {
  if (region === 'us-east-1') return 25;
  return SLOW_REGIONS.has(region) ? 5 : 10;
}
