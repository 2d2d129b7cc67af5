const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export interface BodySizes {
  readonly request: number | null;
  readonly response: number | null;
}

/**
 * The bytes that the two bodies take in a record: texts and numbers as the log writes them, without the blanks that somebody
 * may have put between them since. Found by walking the text, which hops from quote to quote: writing the parsed bodies out
 * again would cost more and count other escapes than the log holds. The text is JSON that has been parsed before.
 */
export function bodySizes(record: string): BodySizes {
  const { request, response } = bodySpans(record);
  return { request: bytesOf(record, request), response: bytesOf(record, response) };
}

/** The two bodies exactly as the record writes them. */
export function bodyTexts(record: string): { readonly request: string | null; readonly response: string | null } {
  const { request, response } = bodySpans(record);
  return {
    request: request && record.slice(request.start, request.end),
    response: response && record.slice(response.start, response.end),
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** Blanks that belong to no text. */
  readonly blanks: number;
}

interface BodySpans {
  readonly request: Span | null;
  readonly response: Span | null;
}

/** The sizes and the texts of a record are asked for one after the other: it is walked once for both. */
function bodySpans(record: string): BodySpans {
  if (last?.record !== record) last = { record, spans: findBodies(record) };
  return last.spans;
}

let last: { readonly record: string; readonly spans: BodySpans } | undefined;

function findBodies(record: string): BodySpans {
  const spans: { request: Span | null; response: Span | null } = { request: null, response: null };
  eachMember(record, skipBlank(record, 0), (key, start) => {
    if (key !== 'input' && key !== 'output') return endOfValue(record, start);
    if (record.charCodeAt(start) !== OPEN_BRACE) return endOfValue(record, start);
    return eachMember(record, start, (inner, bodyStart) => {
      const seen = { blanks: 0 };
      const end = endOfValue(record, bodyStart, seen);
      // `null` written out is no body.
      const span = record.startsWith('null', bodyStart) ? null : { start: bodyStart, end, blanks: seen.blanks };
      if (inner === 'inputBodyJson' && key === 'input') spans.request = span;
      if (inner === 'outputBodyJson' && key === 'output') spans.response = span;
      return end;
    });
  });
  return spans;
}

function bytesOf(text: string, span: Span | null): number | null {
  return span === null ? null : Buffer.byteLength(text.slice(span.start, span.end)) - span.blanks;
}

/** Calls `member` with the name and the begin of the value of each member of the object at `open`; answers its end. */
function eachMember(text: string, open: number, member: (key: string, start: number) => number): number {
  let at = skipBlank(text, open + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const endOfKey = endOfString(text, at);
    const colon = skipBlank(text, endOfKey);
    const end = member(text.slice(at + 1, endOfKey - 1), skipBlank(text, colon + 1));
    at = skipBlank(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipBlank(text, at + 1);
  }
  return at + 1;
}

interface Blanks {
  blanks: number;
}

/** Behind the value that begins at `start`; counts the blanks inside it that belong to no text. */
function endOfValue(text: string, start: number, seen: Blanks = { blanks: 0 }): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  const isNested = first === OPEN_BRACE || first === OPEN_BRACKET;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    switch (char) {
      case QUOTE:
        at = endOfString(text, at) - 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        // A bare number or word ends where what is around it ends.
        if (!isNested) return at;
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
      case COMMA:
        if (!isNested) return at;
        break;
      default:
        if (char <= 0x20) {
          if (!isNested) return at;
          seen.blanks += 1;
        }
    }
  }
  return text.length;
}

/** Behind the closing quote of the string that opens at `open`. */
function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function skipBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}
