import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ErrorAnswer } from './answers/error.js';
import { databaseIsAway } from '../store/questions/database-is-away.js';
import { callerOf } from './auth/caller.js';
import { RefusedAttempts } from './auth/refused-attempts.js';
import { BadParameter, Forbidden, TooManyAttempts } from './request-errors.js';

const CODES = new Map([
  [400, 'badRequest'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'notFound'],
  [409, 'conflict'],
  [413, 'tooLarge'],
  [415, 'unsupportedMediaType'],
  [429, 'tooManyRequests'],
  [503, 'unavailable'],
]);

/** The one shape of every error. What went wrong inside goes to the log under an id, never to the client. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('serve');

  constructor(@Inject(RefusedAttempts) private readonly refused: RefusedAttempts) {}

  async catch(exception: unknown, host: ArgumentsHost): Promise<void> {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const { method, path } = request;
    if (response.headersSent) {
      response.end();
      return;
    }
    const { status, answer } = this.answerTo(exception, `${method} ${path}`);
    if (exception instanceof Forbidden && exception.right !== null)
      await this.refused.note(callerOf(request), exception.right, `${method} ${path}`);
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (exception instanceof TooManyAttempts) response.setHeader('Retry-After', exception.retryAfterSeconds);
    response.status(status).json(answer);
  }

  private answerTo(exception: unknown, route: string): { status: number; answer: ErrorAnswer } {
    if (exception instanceof HttpException) {
      const status = exception.getStatus();
      const field = exception instanceof BadParameter ? exception.field : null;
      return { status, answer: errorAnswer(CODES.get(status) ?? 'badRequest', exception.message, field) };
    }
    const status = clientFault(exception);
    if (status !== null)
      return { status, answer: errorAnswer(CODES.get(status) ?? 'badRequest', 'The request cannot be read.', null) };
    const id = randomUUID();
    this.logger.error(`${route} failed, error ${id}`, exception instanceof Error ? exception.stack : String(exception));
    if (databaseIsAway(exception)) {
      return {
        status: 503,
        answer: errorAnswer(
          'unavailable',
          `The database does not answer; try again shortly. Error ${id} in the log.`,
          null,
        ),
      };
    }
    return {
      status: 500,
      answer: errorAnswer('internal', `The service could not answer. The log tells why, under error ${id}.`, null),
    };
  }
}

function errorAnswer(code: string, message: string, field: string | null): ErrorAnswer {
  return { error: { code, message, field } };
}

/** Errors of the body parser and the router carry the status that they mean. */
function clientFault(exception: unknown): number | null {
  if (!(exception instanceof Error) || !('status' in exception)) return null;
  const { status } = exception;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
