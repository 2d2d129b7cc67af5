import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Forbidden } from '../request-errors.js';
import { Decision } from './access.js';
import { rememberCaller } from './caller.js';
import { CallerReader } from './caller.reader.js';
import { refusalOf } from './refusal.js';

/** Lets those pass who show a valid token or session and have the right that the route asks for. A route that asks for none lets nobody pass. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(CallerReader) private readonly callers: CallerReader,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const right = this.reflector.getAllAndOverride(Decision, [context.getHandler(), context.getClass()]);
    if (right === undefined)
      throw new Forbidden('Nobody may use this route: what it asks for has not been decided.', null);
    if (right === 'everybody') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.callers.read(request);
    rememberCaller(request, caller);
    const refusal = refusalOf(caller, right);
    if (refusal !== null) throw new Forbidden(refusal, right);
    return true;
  }
}
