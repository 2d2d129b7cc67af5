import type { ErrorAdvice } from './advice.js';

const BEDROCK_CODES = 'https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html';
const BEDROCK_GUARDRAILS = 'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html';

const QUOTA: Omit<ErrorAdvice, 'status'> = {
  trouble: 'throttled',
  words:
    "The account's quota of requests or tokens per minute for this model and region was used up. Retry with exponential back-off and jitter, spread the load, call the global or a geographic endpoint (its quota is another one), or ask AWS for more.",
  source: BEDROCK_CODES,
};
const ACCESS: Omit<ErrorAdvice, 'status'> = {
  trouble: 'notAllowed',
  words:
    'The caller may not invoke this model here. Check the IAM policy of the role (bedrock:InvokeModel on the profile and on the models behind it), service control policies, access to the model, and that its credentials are current.',
  source: BEDROCK_CODES,
};
const CLOUD: Omit<ErrorAdvice, 'status'> = {
  trouble: 'cloudTrouble',
  words:
    'The service could not answer: high demand or a fault on its side, not a quota. Retry with exponential back-off and jitter; the global endpoint has more capacity to fall back on.',
  source: BEDROCK_CODES,
};

/** Codes of Bedrock's runtime, as its API writes them into the log. */
export const BEDROCK_ERRORS: ReadonlyMap<string, ErrorAdvice> = new Map<string, ErrorAdvice>([
  ['ThrottlingException', { ...QUOTA, status: 429 }],
  ['TooManyRequestsException', { ...QUOTA, status: 429 }],
  ['ServiceQuotaExceededException', { ...QUOTA, status: 400 }],
  [
    'ModelNotReadyException',
    {
      trouble: 'throttled',
      status: 429,
      words: 'The model was not ready to answer. The AWS SDKs retry it by themselves; if it lasts, use another region.',
      source: BEDROCK_CODES,
    },
  ],
  ['AccessDeniedException', { ...ACCESS, status: 403 }],
  ['NotAuthorized', { ...ACCESS, status: 400 }],
  [
    'ResourceNotFoundException',
    {
      trouble: 'notFound',
      status: 404,
      words:
        'There is no such model or profile in this region, or the account has no access to it. Check the spelling of the id, the region, access to the model (its use case form included), and whether the model is retired.',
      source: BEDROCK_CODES,
    },
  ],
  [
    'ValidationException',
    {
      trouble: 'badRequest',
      status: 400,
      words:
        'The request was refused as it was made: a wrong parameter, a prompt beyond the context window, a payload beyond 20 MB, or a model that is offered through an inference profile only. Retrying does not help.',
      source: BEDROCK_CODES,
    },
  ],
  [
    'ModelTimeoutException',
    {
      trouble: 'modelTrouble',
      status: 408,
      words: 'The model took longer than it may. Stream the answer, or ask for fewer output tokens.',
      source: BEDROCK_CODES,
    },
  ],
  [
    'ModelErrorException',
    {
      trouble: 'modelTrouble',
      status: 424,
      words: 'The model failed while it processed the request. Retry; if it lasts, report the request id to AWS.',
      source: BEDROCK_CODES,
    },
  ],
  [
    'ModelStreamErrorException',
    {
      trouble: 'modelTrouble',
      status: 424,
      words: 'The stream broke off. Retry; what was written until then may be billed.',
      source: BEDROCK_CODES,
    },
  ],
  ['InternalServerException', { ...CLOUD, status: 500 }],
  ['InternalFailure', { ...CLOUD, status: 500 }],
  ['ServiceUnavailableException', { ...CLOUD, status: 503 }],
]);

/** A call that a guardrail stopped, whatever its code. */
export const BLOCKED_BY_GUARDRAIL: ErrorAdvice = {
  trouble: 'blocked',
  status: null,
  words:
    'A guardrail stopped the prompt or the answer. Look at the assessments of the guardrail: a rule may be too strict, or somebody tries what it forbids.',
  source: BEDROCK_GUARDRAILS,
};
