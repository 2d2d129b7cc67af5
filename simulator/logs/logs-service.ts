import { Parameters, type AwsError } from '../aws/aws-json.js';
import type { AwsAnswer, AwsRequest, AwsService, Backend, Moment } from '../aws/service.js';
import { answerLogs, operationOf, placeOf } from './cloudwatch-logs.js';
import type { LogHours } from './log-hours.js';
import { requestsPerSecond } from '../aws/quota.js';
import { hasLogGroup, type Routes } from '../delivery/routes.js';

const HEADERS = { 'Content-Type': 'application/x-amz-json-1.1' };

/** CloudWatch Logs: AWS JSON 1.1. */
export class LogsService implements AwsService {
  constructor(
    private readonly backend: Backend,
    private readonly hours: LogHours,
    private readonly routes: Routes,
  ) {}

  operationOf(request: AwsRequest): string {
    const target = request.headers['x-amz-target'];
    return operationOf(typeof target === 'string' ? target : undefined);
  }

  requestsPerSecond(operation: string, region: string): number {
    return requestsPerSecond(operation, region);
  }

  answer(operation: string, request: AwsRequest, moment: Moment): AwsAnswer {
    const place = placeOf(request.accountId, request.region);
    const known = place !== undefined && hasLogGroup(place, this.routes) ? place : undefined;
    const { seed, historyFrom } = this.backend;
    const context = { ...moment, seed, historyFrom, hours: this.hours };
    const body = answerLogs(operation, known, Parameters.ofBody(request.body), context);
    return { status: 200, headers: HEADERS, body };
  }

  refuse({ status, type, message }: AwsError): AwsAnswer {
    // AWS JSON 1.1 answers 400 to whatever is the client's fault.
    return { status: status < 500 ? 400 : status, headers: HEADERS, body: JSON.stringify({ __type: type, message }) };
  }
}
