import type { ErrorAdvice, Trouble } from './advice.js';

const SOURCE = 'https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/api-errors';
const googleAdvice = (trouble: Trouble, status: number, words: string): ErrorAdvice => ({
  trouble,
  status,
  words,
  source: SOURCE,
});
const GOOGLE_CLOUD_TROUBLE =
  'The service could not answer: a fault or too much load on its side. Retry with exponential back-off and jitter.';

/** Codes of gRPC by which Vertex AI's logs name what failed. */
export const VERTEX_ERRORS: ReadonlyMap<string, ErrorAdvice> = new Map<string, ErrorAdvice>([
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
