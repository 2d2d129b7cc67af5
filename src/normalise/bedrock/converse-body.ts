import { isObject, listIn, objectIn, textIn, type JsonObject } from '../json-value.js';
import { readConverseExtras, readConverseUsage } from '../usage/converse.js';
import { millisecondsIn, NO_BODY, toolNames, type BodyFacts } from '../messages/body-facts.js';

/** The answer of Converse and of ConverseStream, which is logged as one object too. It names neither message nor model. */
export function readConverseBody(body: JsonObject, usage: JsonObject | null, claude: boolean): BodyFacts {
  const message = objectIn(objectIn(body, 'output'), 'message');
  const stopReason = textIn(body, 'stopReason', 64);
  return {
    ...NO_BODY,
    usage: usage === null ? null : readConverseUsage(usage, claude),
    extras: readConverseExtras(usage, objectIn(body, 'serviceTier')),
    stopReason,
    tools: toolNames(listIn(message, 'content').map(toolOfBlock)),
    latencyMs: millisecondsIn(objectIn(body, 'metrics'), 'latencyMs'),
    guardrailIntervened: stopReason === 'guardrail_intervened',
    // A log that is cut for its size says so in the place of the message.
    truncated: typeof body['output'] === 'string',
  };
}

function toolOfBlock(block: unknown): string | null {
  return isObject(block) ? textIn(objectIn(block, 'toolUse'), 'name', 128) : null;
}
