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
    ApiOperation({ operationId, summary }),
    ApiResponse({ status: success, standardSchema: answer, description: 'The answer.' }),
    ...[...failures, 401, 403].map((status) =>
      ApiResponse({ status, standardSchema: errorAnswerSchema, description: FAILURES.get(status) ?? 'Failure.' }),
    ),
    ApiBearerAuth('token'),
    ApiCookieAuth('session'),
  );
}

/** The same of a route that answers 204, with nothing. */
export function DocumentedWithoutAnswer(operationId: string, summary: string, failures: readonly number[] = [400]) {
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiResponse({ status: 204, description: 'Done.' }),
    ...[...failures, 401].map((status) =>
      ApiResponse({ status, standardSchema: errorAnswerSchema, description: FAILURES.get(status) ?? 'Failure.' }),
    ),
    ApiBearerAuth('token'),
    ApiCookieAuth('session'),
  );
}

const FAILURES = new Map([
  [400, 'A parameter is wrong; field names it.'],
  [401, 'No session and no valid token.'],
  [403, 'The right is missing; the message says which roles have it.'],
  [404, 'There is no such thing.'],
  [409, 'It contradicts how things stand; the message says what to do.'],
  [415, 'The body is not JSON.'],
  [429, 'Asked too often; Retry-After says how long to wait.'],
]);
