import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { errorAnswerSchema } from './answers/error.js';

/** What the OpenAPI document says about a route of the API: its name, what it answers and how it fails. */
export function Documented(
  operationId: string,
  summary: string,
  answer: z.ZodType,
  failures: readonly number[] = [400],
  success = 200,
) {
  return applyDecorators(
    ApiResponse({ status: success, standardSchema: answer, description: 'The answer.' }),
    Described(operationId, summary, [...failures, 401, 403]),
    ApiBearerAuth('token'),
    ApiCookieAuth('session'),
  );
}

/** The same of a route that answers 204, with nothing. */
export function DocumentedWithoutAnswer(operationId: string, summary: string, failures: readonly number[] = [400]) {
  return applyDecorators(
    ApiResponse({ status: 204, description: 'Done.' }),
    Described(operationId, summary, [...failures, 401, 403]),
    ApiBearerAuth('token'),
    ApiCookieAuth('session'),
  );
}

/** The same of a route that answers everybody. */
export function DocumentedForEverybody(
  operationId: string,
  summary: string,
  answer: z.ZodType,
  failures: readonly number[],
) {
  return applyDecorators(
    ApiResponse({ status: 200, standardSchema: answer, description: 'The answer.' }),
    Described(operationId, summary, failures),
  );
}

function Described(operationId: string, summary: string, failures: readonly number[]) {
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    ...failures.map((status) =>
      ApiResponse({ status, standardSchema: errorAnswerSchema, description: FAILURES.get(status) ?? 'Failure.' }),
    ),
  );
}

const FAILURES = new Map([
  [400, 'A parameter is wrong; field names it.'],
  [401, 'Nobody is known to be asking: no session, no valid token, or what was shown to sign in is wrong.'],
  [403, 'The right is missing; the message says which roles have it.'],
  [404, 'There is no such thing.'],
  [409, 'It contradicts how things stand; the message says what to do.'],
  [415, 'The body is not JSON.'],
  [429, 'Asked too often; Retry-After says how long to wait.'],
]);
