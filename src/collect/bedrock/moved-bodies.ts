import { z } from 'zod';
import type { RawRecord } from '../../usage/raw-record.js';
import { type ObjectPlace, parseObjectPath } from './log-keys.js';

/** Where the bodies of a record lie that were too large for it (over 100 KB). */
export interface MovedBodies {
  readonly input: ObjectPlace | null;
  readonly output: ObjectPlace | null;
  /** Tokens written to the prompt cache, by the record's counter; `null` where there is none. */
  readonly cacheWrites: number | null;
}

const path = z.string().nullish().catch(null);
const recordSchema = z.object({
  input: z
    .object({
      inputBodyS3Path: path,
      inputBodyJson: z.unknown().optional(),
      cacheWriteInputTokenCount: z.number().nullish().catch(null),
    })
    .nullish()
    .catch(null),
  output: z.object({ outputBodyS3Path: path, outputBodyJson: z.unknown().optional() }).nullish().catch(null),
});

/** The bodies that a record points to, or `null` where it holds all that there is. */
export function movedBodies(text: string): MovedBodies | null {
  // Most records are small; those are not parsed twice.
  if (!text.includes('BodyS3Path"')) return null;
  const parsed = recordSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const input = parsed.data.input ?? undefined;
  const output = parsed.data.output ?? undefined;
  const moved = {
    input: input?.inputBodyJson == null ? placeOf(input?.inputBodyS3Path) : null,
    output: output?.outputBodyJson == null ? placeOf(output?.outputBodyS3Path) : null,
    cacheWrites: input?.cacheWriteInputTokenCount ?? null,
  };
  return moved.input === null && moved.output === null ? null : moved;
}

/**
 * Whether the request has to be asked for the lifetimes of cache writes: something was written, and the response does not
 * tell them. Looked for in the response's text, because what a body means is for the normaliser to say; where a text inside
 * a body quotes such a field, its quotes are escaped.
 */
export function leavesLifetimesOpen(response: string, cacheWrites: number | null): boolean {
  if (SPLIT.test(response)) return false;
  return cacheWrites === null ? WRITES.test(response) : cacheWrites > 0;
}

const SPLIT = /(?<!\\)"(?:ephemeral_(?:5m|1h)_input_tokens"\s*:\s*[1-9]|cacheDetails"\s*:\s*\[\s*\{)/;
const WRITES = /(?<!\\)"(?:cache_creation_input_tokens|cacheWriteInputTokens|cacheWriteInputTokenCount)"\s*:\s*[1-9]/;

/** A body's text; `missing: true` when it may be there later, `missing: false` when it never will be readable. */
export type FetchedBody = string | { readonly missing: boolean };

/** The bodies that were moved out of a record and matter, as far as `fetch` has them. */
export async function fetchMoved(
  record: RawRecord,
  moved: MovedBodies,
  fetch: (place: ObjectPlace) => Promise<FetchedBody>,
): Promise<{ record: RawRecord; isComplete: boolean }> {
  const output = moved.output === null ? null : await fetch(moved.output);
  const response = output === null ? record.text : typeof output === 'string' ? output : '';
  const isOpen = leavesLifetimesOpen(response, moved.cacheWrites);
  const input = moved.input !== null && isOpen ? await fetch(moved.input) : null;
  const bodies = {
    ...(typeof input === 'string' ? { input } : {}),
    ...(typeof output === 'string' ? { output } : {}),
  };
  return {
    record: Object.keys(bodies).length === 0 ? record : { ...record, bodies },
    isComplete: !isMissing(output) && !isMissing(input),
  };
}

function isMissing(body: FetchedBody | null): boolean {
  return typeof body === 'object' && body !== null && body.missing;
}

function placeOf(text: string | null | undefined): ObjectPlace | null {
  return typeof text === 'string' ? parseObjectPath(text) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
