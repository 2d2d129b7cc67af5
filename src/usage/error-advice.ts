import type { ErrorAdvice } from './error-advice/advice.js';
import { BEDROCK_ERRORS, BLOCKED_BY_GUARDRAIL } from './error-advice/bedrock.js';
import { FOUNDRY_ERRORS } from './error-advice/foundry.js';
import { VERTEX_ERRORS } from './error-advice/vertex.js';

/** What an error code means and what the cloud's documentation advises. Codes that are not known keep their name. */
export function adviceOn(outcome: 'failed' | 'blocked', errorCode: string | null): ErrorAdvice {
  if (outcome === 'blocked') return BLOCKED_BY_GUARDRAIL;
  // Some clients log the code with its namespace or with a status in front.
  const code = errorCode?.replace(/^.*[#.:]/, '').trim() ?? '';
  return (
    BEDROCK_ERRORS.get(code) ??
    VERTEX_ERRORS.get(code) ??
    FOUNDRY_ERRORS.get(code) ??
    BEDROCK_ERRORS.get(`${code}Exception`) ?? {
      trouble: 'other',
      status: null,
      words: 'This code is not in the documentation that Ledgerline knows; the calls themselves tell more.',
      source: null,
    }
  );
}
