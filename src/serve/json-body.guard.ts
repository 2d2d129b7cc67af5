import { HttpException, HttpStatus, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { isDeeperThan } from './json-text.js';
import { BadParameter } from './request-errors.js';

/** Deeper than any body that is asked for. */
const MOST_LEVELS = 20;

/** Lets only requests pass that say that their body is JSON, and whose body is not nested without end. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const type = request.headers['content-type'];
    if (!/^application\/json\s*(;|$)/i.test(type ?? '')) {
      throw new HttpException(
        `The body is ${type ?? 'of no type'}: send JSON, with "Content-Type: application/json".`,
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      );
    }
    const body: unknown = request.body;
    if (isDeeperThan(MOST_LEVELS, body)) {
      throw new BadParameter(null, `The body is nested more than ${MOST_LEVELS} levels deep.`);
    }
    return true;
  }
}
