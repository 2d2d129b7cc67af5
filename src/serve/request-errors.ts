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
