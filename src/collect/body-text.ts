import type { Readable } from 'node:stream';

/**
 * A body is read up to here, unpacked. Bedrock takes requests of 20 MB
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html);
 * what unpacks to more is not a body.
 */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** The text of a body, or `null` when it is too large to be one. Reading ends there, so that memory stays bounded. */
export async function bodyText(stream: Readable): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
