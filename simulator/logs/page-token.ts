import { openToken, sealToken } from '../aws/sealed-token.js';

const TOKEN_LIFE_MS = 24 * 3_600_000;

/** Where a page of FilterLogEvents ended: the event after which the next one begins. */
export interface PagePosition {
  readonly timestamp: number;
  readonly ingestedAt: number;
  readonly eventId: string;
}

/** What a page token carries. Clients see an opaque text. */
export interface PageToken {
  /** The query that it was issued for. */
  readonly query: string;
  readonly issuedAt: number;
  /** `null`: the query's first event is still to come, after an empty first page. */
  readonly after: PagePosition | null;
  /** Empty pages before this one, so that there is an end to them. */
  readonly emptyPages: number;
  /** True for a token that is refused although it is young. */
  readonly refused: boolean;
}

export function writePageToken(token: PageToken, seed: number): string {
  const { query, issuedAt, after, emptyPages, refused } = token;
  return sealToken([query, issuedAt, emptyPages, refused, after?.timestamp, after?.ingestedAt, after?.eventId], seed);
}

/** The token that a client sent back, or `null` when it was not issued here, for another query, or too long ago. */
export function readPageToken(text: string, query: string, now: number, seed: number): PageToken | null {
  const fields = openToken(text, seed);
  if (fields === null) return null;
  const [issuedFor, issuedAt, emptyPages, refused, timestamp, ingestedAt, eventId] = fields;
  if (issuedFor !== query || typeof issuedAt !== 'number' || typeof emptyPages !== 'number') return null;
  if (refused === true || now - issuedAt > TOKEN_LIFE_MS) return null;
  const after =
    typeof timestamp === 'number' && typeof ingestedAt === 'number' && typeof eventId === 'string'
      ? { timestamp, ingestedAt, eventId }
      : null;
  return { query, issuedAt, after, emptyPages, refused: false };
}
