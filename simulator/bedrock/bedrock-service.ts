import { AwsError, Parameters } from '../aws/aws-json.js';
import type { AwsAnswer, AwsRequest, AwsService, Backend, Moment } from '../aws/service.js';
import { placeOf } from '../logs/cloudwatch-logs.js';
import { isLogging } from '../delivery/log-state.js';
import type { Routes } from '../delivery/routes.js';
import { openToken, sealToken } from '../aws/sealed-token.js';
import type { Place } from '../world-places.js';
import { profilesAt, provisionedAt } from '../world/profiles.js';
import { inferenceProfilesAt } from './inference-profiles.js';
import { loggingConfigOf } from './logging-configuration.js';
import { provisionedModelSummary } from './provisioned-models.js';

const MAX_RESULTS = 1_000;
const DEFAULT_RESULTS = 100;

const OPERATIONS: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ['GET', /^\/inference-profiles\/?$/, 'ListInferenceProfiles'],
  ['GET', /^\/inference-profiles\/[^/]+$/, 'GetInferenceProfile'],
  ['GET', /^\/provisioned-model-throughputs\/?$/, 'ListProvisionedModelThroughputs'],
  ['GET', /^\/provisioned-model-throughput\/[^/]+$/, 'GetProvisionedModelThroughput'],
  ['GET', /^\/logging\/modelinvocations\/?$/, 'GetModelInvocationLoggingConfiguration'],
  ['POST', /^\/listTagsForResource\/?$/, 'ListTagsForResource'],
];

/** A whole list in pages, under the name that the operation gives it. */
function page(name: string, all: readonly unknown[], { path, search }: AwsRequest, seed: number): object {
  const size = Number(search.get('maxResults') ?? DEFAULT_RESULTS);
  if (!Number.isSafeInteger(size) || size < 1 || size > MAX_RESULTS) {
    throw new AwsError('ValidationException', `maxResults is not between 1 and ${MAX_RESULTS}`);
  }
  const token = search.get('nextToken');
  const [issuedFor, from] = token === null ? [path, 0] : (openToken(token, seed) ?? []);
  if (issuedFor !== path || typeof from !== 'number') throw new AwsError('ValidationException', 'Invalid nextToken');
  const rest = from + size < all.length ? { nextToken: sealToken([path, from + size], seed) } : {};
  return { [name]: all.slice(from, from + size), ...rest };
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${what} not found`, 404);
}

/** Bedrock's control plane: REST and JSON. Regions without a log answer too: logging is off and the lists are empty. */
export class BedrockService implements AwsService {
  constructor(
    private readonly backend: Backend,
    private readonly routes: Routes,
  ) {}

  operationOf({ method, path }: AwsRequest): string {
    const found = OPERATIONS.find(([verb, pattern]) => verb === method && pattern.test(path));
    if (found !== undefined) return found[2];
    throw new AwsError('UnknownOperationException', `The stand-in does not play ${method} ${path}.`, 404);
  }

  requestsPerSecond(): null {
    return null;
  }

  answer(operation: string, request: AwsRequest, moment: Moment): AwsAnswer {
    const place = placeOf(request.accountId, request.region);
    const named = decodeURIComponent(request.path.split('/').at(-1) ?? '');
    return json(this.tell(operation, request, place, named, moment));
  }

  refuse({ status, type, message }: AwsError): AwsAnswer {
    return { ...json({ message }, type), status };
  }

  private tell(
    operation: string,
    request: AwsRequest,
    place: Place | undefined,
    named: string,
    { now, faults }: Moment,
  ): object {
    const { seed } = this.backend;
    if (operation === 'GetModelInvocationLoggingConfiguration') {
      const isOn = place !== undefined && isLogging(place, now, faults);
      return isOn ? { loggingConfig: loggingConfigOf(place, this.routes) } : {};
    }
    if (operation === 'ListInferenceProfiles') {
      const type = request.search.get('type');
      const all = place === undefined ? [] : inferenceProfilesAt(place, now);
      const asked = all.filter((profile) => type === null || profile.type === type);
      return page('inferenceProfileSummaries', asked, request, seed);
    }
    if (operation === 'GetInferenceProfile') {
      const all = place === undefined ? [] : inferenceProfilesAt(place, now);
      const profile = all.find((one) => one.inferenceProfileArn === named || one.inferenceProfileId === named);
      if (profile === undefined) throw notFound(`Inference profile ${named}`);
      return profile;
    }
    const provisioned = place === undefined ? undefined : provisionedAt(place, now);
    if (operation === 'ListProvisionedModelThroughputs') {
      const all = provisioned === undefined ? [] : [provisionedModelSummary(provisioned)];
      return page('provisionedModelSummaries', all, request, seed);
    }
    if (operation === 'GetProvisionedModelThroughput') {
      if (provisioned === undefined || ![provisioned.arn, provisioned.id, provisioned.name].includes(named)) {
        throw notFound(`Provisioned model ${named}`);
      }
      return provisionedModelSummary(provisioned);
    }
    return { tags: tagsOf(place, Parameters.ofBody(request.body).text('resourceARN') ?? '', now) };
  }
}

function tagsOf(
  place: Place | undefined,
  arn: string,
  now: number,
): { readonly key: string; readonly value: string }[] {
  const profile = place && profilesAt(place, now).find((one) => one.arn === arn);
  if (profile !== undefined) return Object.entries(profile.tags).map(([key, value]) => ({ key, value }));
  if (place !== undefined && provisionedAt(place, now)?.arn === arn) {
    return [
      { key: 'team', value: 'Fraud Detection' },
      { key: 'cost-centre', value: '4230' },
    ];
  }
  throw notFound(`Resource ${arn}`);
}

function json(value: object, errorType?: string): AwsAnswer {
  const error = errorType === undefined ? {} : { 'x-amzn-ErrorType': errorType };
  return { status: 200, headers: { 'Content-Type': 'application/json', ...error }, body: JSON.stringify(value) };
}
