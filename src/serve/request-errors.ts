import { HttpException, HttpStatus } from '@nestjs/common';
import type { Right } from './auth/roles.js';

/** A parameter that cannot be used: what is wrong with it and what to do. */
export class BadParameter extends HttpException {
  constructor(
    readonly field: string | null,
    message: string,
  ) {
    super(message, HttpStatus.BAD_REQUEST);
  }
}

/** There is no such thing, by the name of what was looked for. */
export class NotFound extends HttpException {
  constructor(message: string) {
    super(message, HttpStatus.NOT_FOUND);
  }
}

/** What is asked for contradicts how things stand: what is so, and what to do. */
export class Conflict extends HttpException {
  constructor(message: string) {
    super(message, HttpStatus.CONFLICT);
  }
}

/** Somebody is asking who may not: which right is missing, and which roles have it. */
export class Forbidden extends HttpException {
  constructor(
    message: string,
    readonly right: Right | null,
  ) {
    super(message, HttpStatus.FORBIDDEN);
  }
}

/** Nobody is known to be asking. */
export class Unauthorized extends HttpException {
  constructor(message: string) {
    super(message, HttpStatus.UNAUTHORIZED);
  }
}

/** Asked too often: how long to wait. */
export class TooManyAttempts extends HttpException {
  readonly retryAfterSeconds: number;

  constructor(
    waitMs: number,
    /** Whether those before it were let through, so that it is told of once. */
    readonly first: boolean,
  ) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super(`Too many attempts: wait ${seconds} seconds and try again.`, HttpStatus.TOO_MANY_REQUESTS);
    this.retryAfterSeconds = seconds;
  }
}
