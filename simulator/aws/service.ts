import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from './aws-json.js';
import type { SimulatorClock } from '../clock.js';
import type { Faults } from '../faults.js';
import type { Random } from '../random.js';

/** A request to one of AWS's services, for one account and region. */
export interface AwsRequest {
  readonly accountId: string;
  readonly region: string;
  readonly method: string;
  /** Below the account's endpoint, with its escapes: `/`, `/bucket/key`, `/inference-profiles`. */
  readonly path: string;
  readonly search: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The moment at which a request is answered. */
export interface Moment {
  readonly now: number;
  readonly faults: Faults;
  /** Draws for this one request. */
  readonly random: Random;
}

/** One service of AWS behind the endpoint that all of them share. */
export interface AwsService {
  /** The operation's name, as IAM has it, or an error for what is not played. */
  operationOf(request: AwsRequest): string;
  /** More about the request that a denial may name, beside its account and region. */
  readonly qualifiersOf?: (request: AwsRequest) => readonly string[];
  /** Documented requests a second per account and region, or `null` where no quota is played. */
  requestsPerSecond(operation: string, region: string): number | null;
  answer(operation: string, request: AwsRequest, moment: Moment): AwsAnswer;
  /** The error as the service's protocol writes it. */
  refuse(error: AwsError, request: AwsRequest): AwsAnswer;
}

/** What every service answers from; faults may change while it runs. */
export interface Backend {
  readonly seed: number;
  readonly historyFrom: number;
  readonly clock: SimulatorClock;
  readonly faults: () => Faults;
  readonly quotaMs: () => number;
}
