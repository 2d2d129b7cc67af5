/** What kind of trouble an error code means, whichever cloud says it. */
export const TROUBLES = [
  'throttled',
  'notAllowed',
  'notFound',
  'badRequest',
  'modelTrouble',
  'cloudTrouble',
  'blocked',
  'other',
] as const;
export type Trouble = (typeof TROUBLES)[number];

export interface ErrorAdvice {
  readonly trouble: Trouble;
  /** HTTP status that the documentation gives for the code; null where it gives none. */
  readonly status: number | null;
  /** What happened, and what the documentation advises. */
  readonly words: string;
  readonly source: string | null;
}

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
const BEDROCK = new Map<string, ErrorAdvice>([
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

const VERTEX_ERRORS = 'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/api-errors';
const googleAdvice = (trouble: Trouble, status: number, words: string): ErrorAdvice => ({
  trouble,
  status,
  words,
  source: VERTEX_ERRORS,
});
const GOOGLE_CLOUD_TROUBLE =
  'The service could not answer: a fault or too much load on its side. Retry with exponential back-off and jitter.';

/** Codes of gRPC by which Vertex AI's logs name what failed. */
const VERTEX = new Map<string, ErrorAdvice>([
  [
    'RESOURCE_EXHAUSTED',
    googleAdvice(
      'throttled',
      429,
      "The project's quota for the model in this location was used up, or the shared capacity was. Retry with exponential back-off and jitter, call the global endpoint, ask Google for more quota, or buy provisioned throughput.",
    ),
  ],
  [
    'PERMISSION_DENIED',
    googleAdvice(
      'notAllowed',
      403,
      'The caller may not use this model in this project. Grant aiplatform.endpoints.predict (roles/aiplatform.user) and enable the model in Model Garden.',
    ),
  ],
  [
    'UNAUTHENTICATED',
    googleAdvice('notAllowed', 401, 'The credentials of the caller are missing, expired or refused. Renew them.'),
  ],
  [
    'NOT_FOUND',
    googleAdvice(
      'notFound',
      404,
      'There is no such model in this location, or it is not enabled for the project. Check the spelling, its version and the location.',
    ),
  ],
  [
    'INVALID_ARGUMENT',
    googleAdvice(
      'badRequest',
      400,
      'The request was refused as it was made: a wrong parameter, or a prompt beyond the context window. Retrying does not help.',
    ),
  ],
  [
    'FAILED_PRECONDITION',
    googleAdvice(
      'badRequest',
      400,
      'The request cannot be served as it is, such as a model that is not servable in this location.',
    ),
  ],
  ['CANCELLED', googleAdvice('other', 499, 'The caller ended the call. What was written until then may be billed.')],
  ['ABORTED', googleAdvice('other', 409, 'The call was broken off. What was written until then may be billed.')],
  [
    'DEADLINE_EXCEEDED',
    googleAdvice('modelTrouble', 504, 'The answer took longer than it may. Stream it, or ask for fewer output tokens.'),
  ],
  ['INTERNAL', googleAdvice('cloudTrouble', 500, GOOGLE_CLOUD_TROUBLE)],
  ['UNAVAILABLE', googleAdvice('cloudTrouble', 503, GOOGLE_CLOUD_TROUBLE)],
]);

const BLOCKED: ErrorAdvice = {
  trouble: 'blocked',
  status: null,
  words:
    'A guardrail stopped the prompt or the answer. Look at the assessments of the guardrail: a rule may be too strict, or somebody tries what it forbids.',
  source: BEDROCK_GUARDRAILS,
};

/** What an error code means and what the cloud's documentation advises. Codes that are not known keep their name. */
export function adviceOn(outcome: 'failed' | 'blocked', errorCode: string | null): ErrorAdvice {
  if (outcome === 'blocked') return BLOCKED;
  // Some clients log the code with its namespace or with a status in front.
  const code = errorCode?.replace(/^.*[#.:]/, '').trim() ?? '';
  return (
    BEDROCK.get(code) ??
    VERTEX.get(code) ??
    BEDROCK.get(`${code}Exception`) ?? {
      trouble: 'other',
      status: null,
      words: 'This code is not in the documentation that Ledgerline knows; the calls themselves tell more.',
      source: null,
    }
  );
}
