import { adviceOn } from './error-advice.js';
import type { UsageEvent } from './usage-event.js';

/**
 * How far a failed call came. What is charged for it hangs on that: https://cloud.google.com/vertex-ai/generative-ai/pricing
 * (only answers with status 200), https://learn.microsoft.com/azure/ai-services/openai/how-to/manage-costs (not what was not
 * processed, such as 401 and 429; what was, may be, such as 408). AWS and Anthropic have published nothing. `refused`: no model saw it, so that it used no tokens. `unanswered`: it failed as a whole, and
 * no word of an answer was given. `cutOff`: an answer may have begun, and may be billed.
 */
export type Failure = 'refused' | 'unanswered' | 'cutOff';

export type FailedCall = Pick<UsageEvent, 'cloud'> & Partial<Pick<UsageEvent, 'outcome' | 'errorCode' | 'streamed'>>;

/** How far a call came that failed, by its code; `null` for one that did not fail. */
export function failureOf(call: FailedCall): Failure | null {
  if (call.outcome !== 'failed') return null;
  const { trouble, status } = adviceOn('failed', call.errorCode ?? null);
  switch (trouble) {
    case 'throttled':
    case 'notAllowed':
    case 'notFound':
    case 'badRequest':
      return 'refused';
    case 'cloudTrouble':
    case 'modelTrouble':
      if (mayHaveBegun(call)) return 'cutOff';
      return isOverload(status) ? 'refused' : 'unanswered';
    case 'blocked':
    case 'other':
  }
  return 'cutOff';
}

/** Nobody was there to take the call: https://platform.claude.com/docs/en/api/errors */
const isOverload = (status: number | null) => status === 503 || status === 529;

/**
 * Logs of Foundry have the status of HTTP, which goes before the first word. The others' tell how a call ended, of a stream
 * too that had begun well.
 */
const mayHaveBegun = ({ cloud, streamed }: FailedCall) => cloud !== 'foundry' && streamed !== false;
