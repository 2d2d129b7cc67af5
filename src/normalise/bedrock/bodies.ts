import type { RawRecord } from '../../usage/raw-record.js';
import type { Provenance } from '../../usage/usage-event.js';
import type { JsonObject } from '../json-value.js';
import { bodySizes } from './body-sizes.js';
import type { ResolvedTokens } from './tokens.js';

/** One body of a call, and where it was found. `unread`: it lies in S3 and was not fetched. */
export interface Body {
  readonly json: unknown;
  readonly from: 'record' | 'object' | 'unread' | 'absent';
  /** Bytes as JSON text; `null` where the body was not read. */
  readonly bytes: number | null;
}

export interface Bodies {
  readonly request: Body;
  readonly response: Body;
}

/** A call's bodies: inline in the record, or fetched from where Bedrock moved them for their size. */
export function bodiesOf(
  input: JsonObject | null,
  output: JsonObject | null,
  recordText: string,
  fetched: RawRecord['bodies'],
): Bodies {
  const sizes = bodySizes(recordText);
  return {
    request: bodyOf(input, 'inputBody', sizes.request, fetched?.input),
    response: bodyOf(output, 'outputBody', sizes.response, fetched?.output),
  };
}

/** The body under `name`: the record's own, or the fetched one. `inlineBytes` is the size of the record's own. */
export function bodyOf(
  part: JsonObject | null,
  name: 'inputBody' | 'outputBody',
  inlineBytes: number | null,
  fetched: string | undefined,
): Body {
  const json = part?.[`${name}Json`];
  if (json !== undefined && json !== null) return { json, from: 'record', bytes: inlineBytes };
  if (fetched !== undefined) return { json: parse(fetched), from: 'object', bytes: Buffer.byteLength(fetched) };
  return { json: undefined, from: typeof part?.[`${name}S3Path`] === 'string' ? 'unread' : 'absent', bytes: null };
}

/** A text that is no JSON is a body in which nothing can be recognised. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether something that only a body tells stays unknown because the body was not read. */
export function leavesUnknown({ request, response }: Bodies, { cacheTtlFrom }: ResolvedTokens): boolean {
  return response.from === 'unread' || (request.from === 'unread' && cacheTtlFrom === 'assumed');
}

/** Where tokens and lifetimes came from, with bodies that were fetched told from those in the record. */
export function tokenProvenance(
  { request, response }: Bodies,
  { tokensFrom, cacheTtlFrom }: ResolvedTokens,
): Pick<Provenance, 'tokens' | 'cacheTtl'> {
  const fetched = response.from === 'object';
  return {
    tokens: tokensFrom === 'body' && fetched ? 'bodyInS3' : tokensFrom,
    cacheTtl:
      cacheTtlFrom === 'body' && fetched
        ? 'bodyInS3'
        : cacheTtlFrom === 'request' && request.from === 'object'
          ? 'requestInS3'
          : cacheTtlFrom,
  };
}
