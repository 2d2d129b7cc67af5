import { HttpException, HttpStatus, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Lets only requests pass that say that their body is JSON. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const type = context.switchToHttp().getRequest<Request>().headers['content-type'];
    if (/^application\/json\s*(;|$)/i.test(type ?? '')) return true;
    throw new HttpException(
      `The body is ${type ?? 'of no type'}: send JSON, with "Content-Type: application/json".`,
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
    );
  }
}
