import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { rememberCaller } from './caller.js';
import { CallerReader } from './caller.reader.js';
import { IS_PUBLIC } from './public.js';

/** Lets nobody pass who shows neither a valid token nor a valid session, on every route that is not marked public. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(CallerReader) private readonly callers: CallerReader,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (isPublic) return true;
    const request = context.switchToHttp().getRequest<Request>();
    rememberCaller(request, await this.callers.read(request));
    return true;
  }
}
