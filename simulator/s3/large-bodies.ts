import { gzipSync } from 'node:zlib';
import { Random } from '../random.js';
import { answerBody, requestBody } from '../records/render.js';
import type { SimulatedCall } from '../world/call.js';

const BODY_STREAM = 8;
/** Beyond this a body leaves its record. */
const LARGE_BYTES = 102_400;

const FILLER = Buffer.from('The terms of the policy follow, as they stood on the day of the call. '.repeat(1_600));
const FILLER_GZIP = gzipSync(FILLER);

function cheaply(text: string): Buffer {
  return gzipSync(text, { level: 1 });
}

/** The body of a request: a long text that is the same for all, compressed once, between what is this call's own. */
function largeRequest(call: SimulatedCall, random: Random): Buffer {
  const text = requestBody(call, random);
  const [opening = ''] = /^.*?"(?:text|prompt)":"/.exec(text) ?? [];
  return Buffer.concat([cheaply(opening), FILLER_GZIP, cheaply(text.slice(opening.length))]);
}

/** The object that holds a large body, as gzip: the request in three members, the answer in one. */
export function largeBody(call: SimulatedCall, part: 'input' | 'output'): Buffer {
  const random = new Random(call.words, BODY_STREAM, call.index);
  if (part === 'input') return largeRequest(call, random);
  return cheaply(answerBody({ ...call, padBytes: Math.max(call.padBytes, LARGE_BYTES) }, random));
}
