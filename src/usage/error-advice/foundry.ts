import type { ErrorAdvice, Trouble } from './advice.js';

const CLAUDE_ERRORS = 'https://platform.claude.com/docs/en/api/errors';
const FOUNDRY = 'https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry';
const TOKEN_LIMIT = 'https://learn.microsoft.com/azure/api-management/llm-token-limit-policy';
const GATEWAY_ERRORS = 'https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies';

/** What Foundry answered, by its HTTP status; and, with `gateway-` in front, what API Management answered without asking it. */
export const FOUNDRY_ERRORS: ReadonlyMap<string, ErrorAdvice> = new Map(
  Object.entries({
    ...answered('', [
      [
        400,
        'badRequest',
        CLAUDE_ERRORS,
        'The request was refused as it was made: a wrong parameter, or a prompt beyond the context window. Retrying does not help.',
      ],
      [
        401,
        'notAllowed',
        FOUNDRY,
        'The key or the token was refused. Check that it is of this Foundry resource, that it is not expired, and that a token is for https://ai.azure.com.',
      ],
      [
        403,
        'notAllowed',
        FOUNDRY,
        'The caller may not use this resource. Grant the role Foundry User or Cognitive Services User on it, and check its network rules.',
      ],
      [
        404,
        'notFound',
        FOUNDRY,
        'There is no deployment of this name in the resource, or the API is not offered on Foundry. The model of a request is the name of the deployment: check it, and whether the deployment was deleted.',
      ],
      [
        408,
        'modelTrouble',
        CLAUDE_ERRORS,
        'The answer took longer than it may. Stream it, or ask for fewer output tokens.',
      ],
      [413, 'badRequest', CLAUDE_ERRORS, 'The request is larger than the API takes. Retrying does not help.'],
      [
        429,
        'throttled',
        FOUNDRY,
        'The limit of the deployment (requests, uncached input tokens or output tokens a minute) was used up. Tokens read from the cache do not count. Retry with exponential back-off and jitter, spread the load over deployments of other pools (Global Standard is one for the subscription, a data zone another), or ask Microsoft for more quota.',
      ],
      [
        500,
        'cloudTrouble',
        CLAUDE_ERRORS,
        'The service failed. Retry with exponential back-off and jitter; if it lasts, give Microsoft both request-id and apim-request-id.',
      ],
      [
        502,
        'cloudTrouble',
        CLAUDE_ERRORS,
        'The service could not be reached behind its own front. Retry with exponential back-off and jitter.',
      ],
      [
        503,
        'cloudTrouble',
        CLAUDE_ERRORS,
        'The service is not available just now. Retry with exponential back-off and jitter.',
      ],
      [
        504,
        'modelTrouble',
        CLAUDE_ERRORS,
        'The answer took longer than the service waits. Stream it, or ask for fewer output tokens.',
      ],
      [
        529,
        'cloudTrouble',
        CLAUDE_ERRORS,
        'The API is overloaded, which is no limit of yours. Retry with exponential back-off and jitter.',
      ],
    ]),
    ...answered('gateway-', [
      [
        400,
        'badRequest',
        GATEWAY_ERRORS,
        'The gateway refused the request before it asked Foundry: its own checks of the API did not let it pass.',
      ],
      [
        401,
        'notAllowed',
        GATEWAY_ERRORS,
        'The gateway refused the caller: the key of the subscription is missing or wrong, or a policy did not accept the token. Foundry was not asked.',
      ],
      [
        403,
        'notAllowed',
        TOKEN_LIMIT,
        'A policy of the gateway did not let the call pass: a quota of the subscription is used up until its period ends, or the caller is not allowed. Foundry was not asked; who runs the gateway can raise it.',
      ],
      [404, 'notFound', GATEWAY_ERRORS, 'The gateway has no API or operation at this address. Foundry was not asked.'],
      [
        408,
        'modelTrouble',
        GATEWAY_ERRORS,
        'The gateway waited for longer than its policy allows. Raise the timeout of forward-request, or stream the answer.',
      ],
      [
        429,
        'throttled',
        TOKEN_LIMIT,
        "A policy of the gateway (llm-token-limit or rate-limit) stopped the call; Foundry was not asked and has quota left. Who runs the gateway can raise the subscription's limit; asking Microsoft for quota does not help.",
      ],
      [
        500,
        'cloudTrouble',
        GATEWAY_ERRORS,
        'The gateway failed before Foundry answered: Foundry could not be reached, or a policy broke. Its own trace tells more.',
      ],
      [
        502,
        'cloudTrouble',
        GATEWAY_ERRORS,
        'The gateway could not reach Foundry. Check the address of its backend and the network between them.',
      ],
      [
        503,
        'cloudTrouble',
        GATEWAY_ERRORS,
        'The gateway is not available, or its circuit breaker is open after errors of Foundry.',
      ],
      [
        504,
        'modelTrouble',
        GATEWAY_ERRORS,
        'The gateway waited for longer than its policy allows. Raise the timeout of forward-request, or stream the answer.',
      ],
    ]),
  }),
);

function answered(
  prefix: '' | 'gateway-',
  rows: readonly (readonly [status: number, trouble: Trouble, source: string, words: string])[],
): Record<string, ErrorAdvice> {
  return Object.fromEntries(
    rows.map(([status, trouble, source, words]) => [`${prefix}${status}`, { trouble, status, words, source }]),
  );
}
