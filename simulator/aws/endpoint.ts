import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { actionOf } from './actions.js';
import { AwsError } from './aws-json.js';
import type { AwsAnswer, AwsRequest, AwsService, Backend } from './service.js';
import type { Faults } from '../faults.js';
import { Quotas } from './quota.js';
import { Random, seedWordsOf } from '../random.js';
import { befall, throttling, type Cut } from './request-faults.js';
import { signatureOf } from './signature.js';
import { admit, expiredToken } from '../sts/sessions.js';

const REQUEST_STREAM = 6;
const CREDENTIALS_STREAM = 13;

/** The services by the name that requests are signed with; the first one answers what names none. */
export type AwsServices = Readonly<Record<'logs', AwsService>> & Readonly<Record<string, AwsService>>;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The services of AWS over HTTP, all at one address per account. The signature says which service and region are meant;
 * quotas and what can go wrong on the way are the same for all.
 */
export class AwsEndpoint {
  private readonly quotas: Quotas;
  /** Requests so far, per account, region and service: each has a stream of draws of its own. */
  private readonly requests = new Map<string, number>();

  constructor(
    private readonly backend: Backend,
    private readonly services: AwsServices,
  ) {
    this.quotas = new Quotas(backend.quotaMs);
  }

  async handle(accountId: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { slowMs } = this.backend.faults();
    if (slowMs > 0) await wait(slowMs);
    const asked: AwsRequest = {
      accountId,
      region: '',
      method: request.method ?? 'GET',
      path: url.pathname.slice(`/accounts/${accountId}`.length) || '/',
      search: url.searchParams,
      headers: request.headers,
      body,
    };
    let service: AwsService = this.services.logs;
    try {
      const signature = signatureOf(request.headers.authorization);
      service = this.serviceOf(signature.service);
      const token = request.headers['x-amz-security-token'];
      const visitor = {
        accessKeyId: signature.accessKeyId,
        sessionToken: typeof token === 'string' ? token : undefined,
      };
      admit(visitor, accountId, this.backend.clock.now(), this.backend.seed);
      const { answer, cut } = this.answer(service, { ...asked, region: signature.region }, signature.service);
      send(response, asked, answer, cut);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      send(response, asked, service.refuse(error, asked), 'no');
    }
  }

  private serviceOf(name: string): AwsService {
    const service = this.services[name];
    if (service !== undefined) return service;
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to one of the services that the stand-in plays: ${Object.keys(this.services).join(', ')}.`,
    );
  }

  private answer(
    service: AwsService,
    request: AwsRequest,
    name: string,
  ): { readonly answer: AwsAnswer; readonly cut: Cut } {
    const { backend } = this;
    const operation = service.operationOf(request);
    const faults = backend.faults();
    refuseWhatIsDenied(name, operation, service, request, faults);
    const place = `${request.accountId}/${request.region}`;
    const rate = service.requestsPerSecond(operation, request.region);
    if (rate !== null && !this.quotas.allows(`${place}/${operation}`, rate * faults.quotaFactor)) throw throttling();
    const [random, credentials] = this.drawsOf(name === 'logs' ? place : `${place}/${name}`);
    if (credentials.chance(faults.expiredCredentialsShare)) throw expiredToken();
    const cut = befall(faults, random);
    if (cut === 'before') return { answer: { status: 200, headers: {}, body: '' }, cut };
    return { answer: service.answer(operation, request, { now: backend.clock.now(), faults, random }), cut };
  }

  /** The draws of the next request of a service, those for its credentials apart. */
  private drawsOf(key: string): readonly [Random, Random] {
    const number = this.requests.get(key) ?? 0;
    this.requests.set(key, number + 1);
    const words = seedWordsOf(`${this.backend.seed}/requests/${key}`);
    return [new Random(words, REQUEST_STREAM, number), new Random(words, CREDENTIALS_STREAM, number)];
  }
}

/** Requests that the faults forbid are refused as IAM refuses them. */
function refuseWhatIsDenied(
  name: string,
  operation: string,
  service: AwsService,
  request: AwsRequest,
  { denied }: Faults,
): void {
  if (denied.length === 0) return;
  const action = actionOf(name, operation);
  const words = new Set([action, request.accountId, request.region, ...(service.qualifiersOf?.(request) ?? [])]);
  if (!denied.some((denial) => denial.split(' ').every((word) => words.has(word)))) return;
  throw new AwsError(
    'AccessDeniedException',
    `User: arn:aws:sts::${request.accountId}:assumed-role/UsageReader/ledgerline is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    403,
  );
}

function send(response: ServerResponse, request: AwsRequest, answer: AwsAnswer, cut: Cut): void {
  if (cut === 'before') {
    response.socket?.destroy();
    return;
  }
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    'Content-Length': bytes.length,
    'x-amzn-RequestId': randomUUID(),
    ...answer.headers,
  });
  if (cut === 'no') {
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}
