import { isObject, objectIn } from '../json-value.js';
import { UNREADABLE_BODY, type BodyFacts } from '../messages/body-facts.js';
import { readConverseBody } from './converse-body.js';
import { readInvokeModelBody } from '../messages/invoke-model-body.js';
import { readStreamBody } from '../messages/stream-body.js';

/**
 * The facts of a response body, whichever dialect it is in. The structure decides, not the operation: the operations are an
 * open list (Bedrock's runtime also answers Anthropic's and OpenAI's own APIs), and ConverseStream is logged as one object
 * although it streams. `claude` is false for models of other makers, some of which count cached tokens in their input.
 */
export function readBody(body: unknown, claude: boolean): BodyFacts {
  if (Array.isArray(body)) return readStreamBody(body);
  if (!isObject(body)) return UNREADABLE_BODY;
  const usage = objectIn(body, 'usage');
  if ((usage !== null && 'inputTokens' in usage) || 'stopReason' in body) return readConverseBody(body, usage, claude);
  if (usage !== null || Array.isArray(body['content']) || body['type'] === 'message' || 'completion' in body) {
    return readInvokeModelBody(body, usage);
  }
  return UNREADABLE_BODY;
}
