import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pinAddress } from './pinned-address.channel.js';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly allowPrivateAddresses: boolean;
}

/** Of an answer so much is read; nobody needs more to know that it was taken. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts to an address that was looked up and checked first. A redirect is refused: it would lead past that check. */
export async function post(
  { url, headers, body, timeoutMs, allowPrivateAddresses }: PostRequest,
  signal: AbortSignal,
): Promise<void> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const pinned = await pinAddress(hostname, allowPrivateAddresses);
  const bytes = Buffer.from(body);
  // Node asks for one address, or for all of them when it tries both families.
  const lookup: LookupFunction = (_, { all }, done) =>
    all === true ? done(null, [pinned]) : done(null, pinned.address, pinned.family);
  const options = {
    method: 'POST',
    hostname,
    port,
    path: `${pathname}${search}`,
    agent: false,
    headers: { ...headers, 'Content-Length': bytes.length },
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    lookup,
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    send(options, resolve).on('error', reject).end(bytes);
  });
  await readAway(response);
  const { statusCode = 0 } = response;
  if (statusCode >= 300 && statusCode < 400)
    throw new Error(`it answers with a redirect (${statusCode}), which is refused`);
  if (statusCode < 200 || statusCode >= 300) throw new Error(`it answers ${statusCode}`);
}

async function readAway(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of response) {
    bytes += Buffer.isBuffer(chunk) ? chunk.length : String(chunk).length;
    if (bytes > MAX_ANSWER_BYTES) {
      response.destroy();
      return;
    }
  }
}
