import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isWithin, type AzureFaults } from '../azure-faults.js';
import type { AzureBackend } from '../backend.js';
import { judgeToken } from '../identity/access-tokens.js';
import { Random, seedWordsOf } from '../../random.js';
import { RestError, type RestAnswer, type RestRequest, type RestService, type Route } from './rest.js';

const REQUEST_STREAM = 31;
/** The service asks for seconds; one is enough to see that it was heard. */
const RETRY_AFTER = { 'Retry-After': '1' };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** All APIs of Azure behind one address: finds whose a request is, checks its bearer, and does what the faults say. */
export class AzureEndpoint {
  /** Requests so far, per API and resource: each has a stream of draws of its own. */
  private readonly requests = new Map<string, number>();

  constructor(
    private readonly backend: AzureBackend,
    private readonly services: readonly RestService[],
  ) {}

  async handle(endpoint: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(`https://local${(incoming.url ?? '/').replace(/^\/+/, '/')}`);
    const request: RestRequest = {
      method: incoming.method ?? 'GET',
      path: decodeURIComponent(url.pathname),
      search: url.searchParams,
      headers: incoming.headers,
      body: await readBody(incoming),
      endpoint,
    };
    try {
      const answer = this.answer(request);
      if (answer === 'cut') response.socket?.destroy();
      else send(response, answer);
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      send(response, error.answer());
    }
  }

  private answer(request: RestRequest): RestAnswer | 'cut' {
    const route = this.routeOf(request);
    if (route.audience === null) return route.answer(new Random(seedWordsOf('entra')));
    this.admit(route.audience, request.headers.authorization);
    const faults = this.backend.faults();
    refuseWhatIsDenied(route, faults);
    const random = this.drawsOf(`${route.audience}/${route.resource}`);
    const [expired, cut, broken, throttled] = [
      random.chance(faults.expiredTokenShare),
      random.chance(faults.dropConnectionShare),
      random.chance(faults.serverErrorShare),
      random.chance(faults.throttleShare),
    ];
    if (expired) throw new RestError(401, 'ExpiredAuthenticationToken', 'The access token has expired.');
    if (cut) return 'cut';
    if (broken) throw new RestError(503, 'ServiceUnavailable', 'The service is temporarily unavailable.');
    const storm = faults.throttleStorms.some((spell) => isWithin(spell, this.backend.clock.now()));
    if (throttled || storm)
      throw new RestError(429, 'TooManyRequests', 'Too many requests. Please retry.', RETRY_AFTER);
    return route.answer(random);
  }

  private routeOf(request: RestRequest): Route {
    for (const service of this.services) {
      const route = service(request);
      if (route !== null) return route;
    }
    throw new RestError(404, 'ResourceNotFound', `The stand-in has nothing at ${request.method} ${request.path}`);
  }

  private admit(audience: 'logs' | 'arm', authorization: string | undefined): void {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
    const judged = judgeToken(token, audience, this.backend.world.seed);
    if (judged === 'good') return;
    if (judged === 'otherAudience' && audience === 'logs') {
      throw new RestError(403, 'InvalidAuthenticationTokenAudience', 'The access token is for another audience.');
    }
    const code = judged === 'otherAudience' ? 'InvalidAuthenticationTokenAudience' : 'InvalidAuthenticationToken';
    throw new RestError(401, code, 'The access token is invalid.');
  }

  /** The draws of the next request of a resource. */
  private drawsOf(key: string): Random {
    const number = this.requests.get(key) ?? 0;
    this.requests.set(key, number + 1);
    return new Random(seedWordsOf(`${this.backend.world.seed}/azure/requests/${key}`), REQUEST_STREAM, number);
  }
}

function refuseWhatIsDenied({ audience, action, resource }: Route, { denied }: AzureFaults): void {
  const words = new Set([action, resource]);
  if (!denied.some((denial) => denial.split(' ').every((word) => words.has(word)))) return;
  if (audience === 'logs') {
    const message = 'The provided credentials have insufficient access to perform the requested operation';
    throw new RestError(403, 'InsufficientAccessError', message);
  }
  throw new RestError(
    403,
    'AuthorizationFailed',
    `The client does not have authorization to perform action '${action}' over scope '${resource}' or the scope is invalid.`,
  );
}

function send(response: ServerResponse, answer: RestAnswer): void {
  const body = answer.json === undefined ? '' : JSON.stringify(answer.json);
  response
    .writeHead(answer.status, {
      ...(answer.json === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      ...(answer.status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      'x-ms-request-id': randomUUID(),
      ...answer.headers,
    })
    .end(body);
}
