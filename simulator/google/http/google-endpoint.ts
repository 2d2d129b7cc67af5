import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { GoogleError } from '../google-error.js';
import { JsonFieldReader } from '../json-fields.js';
import type { GoogleBackend } from '../google-backend.js';
import { jsonTime } from '../logging/log-bucket.js';
import type { AccessTokens } from './access-tokens.js';
import { partsOf, type RestService } from './rest.js';
import type { TokenService } from './token-service.js';

const IMPERSONATE = /^\/v1\/projects\/-\/serviceAccounts\/(?<account>[^/:]+):generateAccessToken$/;
const TOKEN_LIFE_MS = 3_600_000;

/** A running server of everything that Google serves over REST. */
export interface RestServer {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Serve the token endpoint and, to whoever has a token from it, the services. */
export async function startRestServer(
  backend: GoogleBackend,
  services: readonly RestService[],
  tokens: AccessTokens,
  tokenService: TokenService,
): Promise<RestServer> {
  const answer = (request: IncomingMessage, url: URL, body: string): object => {
    if (request.method === 'POST' && url.pathname === '/token') return tokenService.answer(new URLSearchParams(body));
    tokens.check(request.headers.authorization ?? '');
    const impersonated = partsOf(IMPERSONATE, url.pathname)?.['account'];
    if (impersonated !== undefined) {
      return tokenService.impersonate(impersonated, jsonTime(backend.clock.now() + TOKEN_LIFE_MS));
    }
    const asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      search: url.searchParams,
      body: () => JsonFieldReader.ofBody(body),
    };
    for (const service of services) {
      const told = service.answer(asked);
      if (told !== null) return told;
    }
    throw new GoogleError('NOT_FOUND', `The stand-in plays nothing at ${request.method} ${url.pathname}`);
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    readBody(request)
      .then((body) => sendJson(response, 200, answer(request, url, body)))
      .catch((error: unknown) => sendError(response, url.pathname, error));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('simulator: no TCP address after listening');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' }).end(JSON.stringify(value));
}

/** The token endpoint tells errors as OAuth does, the services as Google does. */
function sendError(response: ServerResponse, path: string, error: unknown): void {
  if (!(error instanceof GoogleError)) {
    sendJson(response, 500, { error: { code: 500, message: String(error), status: 'INTERNAL' } });
    return;
  }
  const { httpStatus: code, message, reason, status } = error;
  if (path === '/token') sendJson(response, 400, { error: reason, error_description: message });
  else sendJson(response, code, { error: { code, message, errors: [{ message, domain: 'global', reason }], status } });
}
