import { AwsError, Parameters } from '../aws/aws-json.js';
import type { AwsAnswer, AwsRequest, AwsService, Backend, Moment } from '../aws/service.js';
import { PLACES, UNLOGGED_PLACE } from '../world-places.js';
import { getMetricData, type MonitoringContext } from './get-metric-data.js';
import { listMetrics } from './list-metrics.js';
import type { MeteredHours } from './metered-hours.js';

const TARGET = /^GraniteServiceVersion20100801\.(\w+)$/;
const HEADERS = { 'Content-Type': 'application/x-amz-json-1.0' };

/**
 * CloudWatch metrics as the SDK asks for them: AWS JSON 1.0, with times in seconds, and errors that also carry the code of
 * the query protocol that came before. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export class MonitoringService implements AwsService {
  constructor(
    private readonly backend: Backend,
    private readonly hours: MeteredHours,
  ) {}

  operationOf({ headers }: AwsRequest): string {
    const target = headers['x-amz-target'];
    const name = TARGET.exec(typeof target === 'string' ? target : '')?.[1];
    if (name === 'GetMetricData' || name === 'ListMetrics') return name;
    throw new AwsError('UnknownOperationException', `The stand-in does not play ${name ?? 'other protocols'}.`);
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
  requestsPerSecond(operation: string): number {
    return operation === 'GetMetricData' ? 50 : 25;
  }

  answer(operation: string, request: AwsRequest, { now }: Moment): AwsAnswer {
    const place = [...PLACES, UNLOGGED_PLACE].find(
      ({ accountId, region }) => accountId === request.accountId && region === request.region,
    );
    const context: MonitoringContext = { hours: this.hours, place, now, seed: this.backend.seed };
    const parameters = Parameters.ofBody(request.body);
    const told = operation === 'GetMetricData' ? getMetricData(parameters, context) : listMetrics(parameters, context);
    return { status: 200, headers: HEADERS, body: JSON.stringify(told) };
  }

  refuse({ status, type, message }: AwsError): AwsAnswer {
    const queryCode = `${type.replace(/Exception$/, '')};${status < 500 ? 'Sender' : 'Receiver'}`;
    return {
      status,
      headers: { ...HEADERS, 'x-amzn-query-error': queryCode },
      body: JSON.stringify({ __type: `com.amazonaws.cloudwatch#${type}`, message }),
    };
  }
}
