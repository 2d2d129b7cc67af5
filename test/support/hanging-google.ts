import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GoogleAccess } from '../../src/collect/vertex/google-access.js';

/** How far a hanging answer gets. */
export const HANGS = ['before its status', 'after its headers', 'in the middle of its JSON'] as const;
export type Hang = (typeof HANGS)[number];

/** A Google Cloud that takes requests and never finishes an answer: all of them, or all after the token. */
export class HangingGoogle {
  /** Paths of the requests that were taken, without their queries. */
  readonly taken: string[] = [];
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  private readonly heldTokens: ServerResponse[] = [];
  private givesTokens: boolean;

  private constructor(
    private readonly hang: { readonly at: 'token' | 'service'; readonly how: Hang },
    readonly access: GoogleAccess,
  ) {
    this.givesTokens = hang.at === 'service';
  }

  /** One of its own for a test; it ends with it. */
  static async start(hang: { readonly at: 'token' | 'service'; readonly how: Hang }): Promise<HangingGoogle> {
    const rest = createServer((request, response) => google.take(request, response));
    const grpc = createSocketServer(() => google.note('grpc'));
    const [base, logging] = [await portOf(rest), await portOf(grpc)];
    const url = `http://127.0.0.1:${base}`;
    const google = new HangingGoogle(hang, {
      projectId: 'insurer-claims-prod',
      credentials: { keyFile: await keyFileOf() },
      endpoint: {
        token: `${url}/token`,
        bigQuery: url,
        vertex: url,
        monitoring: url,
        resourceManager: url,
        loggingRest: url,
        logging: { host: '127.0.0.1', port: logging },
      },
    });
    return google;
  }

  /** Resolves once so many requests were taken. */
  async took(count: number): Promise<void> {
    if (this.taken.length >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
  }

  /** Answers the requests for tokens that were kept waiting, and those to come. */
  giveTokens(): void {
    this.givesTokens = true;
    for (const response of this.heldTokens.splice(0)) response.end(TOKEN);
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    request.on('end', () => {
      const path = (request.url ?? '').replace(/\?.*$/, '');
      response.setHeader('content-type', 'application/json');
      if (path === '/token') {
        if (this.givesTokens) response.end(TOKEN);
        else this.heldTokens.push(response);
      } else if (this.hang.how !== 'before its status') {
        response.writeHead(200).flushHeaders();
        if (this.hang.how === 'in the middle of its JSON') response.write('{"entries": [');
      }
      if (path !== '/token' || this.hang.at === 'token') this.note(path);
    });
  }

  private note(path: string): void {
    this.taken.push(path);
    for (const { count, resolve } of this.waiting) if (this.taken.length >= count) resolve();
  }
}

const TOKEN = JSON.stringify({ access_token: 'a-token', expires_in: 3_600 });

async function portOf(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // Whoever was aborted hangs up.
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function keyFileOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-google-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyFile = join(folder, 'key.json');
  const key = {
    client_email: 'reader@insurer-claims-prod.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  await writeFile(keyFile, JSON.stringify(key));
  return keyFile;
}
