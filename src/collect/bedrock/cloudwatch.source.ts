import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilteredLogEvent,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { S3Client } from '@aws-sdk/client-s3';
import type { RawRecord } from '../../usage/raw-record.js';
import type { Window } from '../../usage/window.js';
import { type LogSource, SourceUnavailable } from '../log-source.js';
import { Pacer } from '../pacer.js';
import { BodyObjects } from './body-objects.js';
import { createS3Client } from './s3-objects.js';
import { type AwsAccess, awsClientSettings } from './aws-access.js';
import { type AwsRequest, isRefusedToken, sourceUnavailable } from './aws-errors.js';

/** Tokens refused in one window before the window is given up: each costs a fresh start at the last event seen. */
const MAX_REFUSALS = 20;
/** Records whose bodies are fetched from S3 at a time. */
const BODIES_AT_ONCE = 8;

export interface BedrockCloudWatchSettings extends AwsAccess {
  readonly id: string;
  readonly logGroup: string;
  /** Default: read. */
  readonly bodies?: 'read' | 'skip' | undefined;
  readonly requestsPerSecond?: number | undefined;
}

/**
 * Bedrock model invocation logs from a CloudWatch Logs group, with FilterLogEvents over the whole group: the only API
 * that gives every event its id and ingestion time.
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
  private readonly bodies: BodyObjects;
  private readonly objects: S3Client;
  private readonly request: AwsRequest;

  constructor(private readonly settings: BedrockCloudWatchSettings) {
    this.id = settings.id;
    this.pacer = new Pacer(settings.requestsPerSecond ?? filterLogEventsQuota(settings.region));
    this.client = new CloudWatchLogsClient(awsClientSettings(settings, 'logs'));
    this.objects = createS3Client(settings);
    this.bodies = new BodyObjects(settings.id, settings.bodies ?? 'read', this.objects, BODIES_AT_ONCE);
    this.request = {
      what: `log group ${settings.logGroup} in ${settings.region}, account ${settings.accountId}`,
      permission: 'logs:FilterLogEvents',
      ifAbsent: 'logGroup and region',
    };
  }

  async *read(window: Window, signal: AbortSignal): AsyncGenerator<RawRecord[]> {
    const bodies = this.bodies.begin(window);
    // Events come in order of time: when a token is refused, reading starts again at the last event seen.
    let startTime = window.from;
    let lastSeen = window.from;
    let nextToken: string | undefined;
    let refusals = 0;
    for (;;) {
      const page = await this.readPage({ from: startTime, to: window.to }, nextToken, signal);
      if (page === 'token-refused') {
        refusals += 1;
        if (refusals > MAX_REFUSALS) throw this.tokensKeepBeingRefused();
        startTime = lastSeen;
        nextToken = undefined;
        continue;
      }
      const events = page.events ?? [];
      if (events.length > 0) {
        const records = events.map((event) => this.toRecord(event));
        for await (const completed of bodies.complete(records, signal)) yield completed.records;
      }
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
      throw sourceUnavailable(this.id, this.request, error);
    }
  }

  /** Reading was started again so often that the window cannot be finished now. */
  private tokensKeepBeingRefused(): SourceUnavailable {
    const words = `${this.request.what}: page tokens keep being refused; the window is read again later`;
    return new SourceUnavailable(this.id, 'other', words);
  }

  saved(window: Window): void {
    this.bodies.settle(window);
  }

  close(): void {
    this.client.destroy();
    this.objects.destroy();
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
