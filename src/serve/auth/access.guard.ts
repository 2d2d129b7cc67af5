import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { AdminStore } from '../../store/admin.store.js';
import { Unauthorized } from '../request-errors.js';
import { ADMIN_STORE } from '../serve.tokens.js';
import { rememberCaller, type Caller } from './caller.js';
import { sessionSecretOf } from './cookies.js';
import { IS_PUBLIC } from './public.js';

/** Lets nobody pass who shows neither a valid token nor a valid session, on every route that is not marked public. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ADMIN_STORE) private readonly admin: AdminStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (isPublic) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.callerOf(request);
    rememberCaller(request, caller);
    return true;
  }

  private async callerOf(request: Request): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
      const known = token === undefined ? null : await this.admin.verifyToken(token);
      if (known) return { role: known.role, via: 'token' };
      throw new Unauthorized('The API token is not known or has been revoked. Send "Authorization: Bearer <token>".');
    }
    const secret = sessionSecretOf(request);
    const session = secret === null ? null : await this.admin.findSession(secret);
    if (session) return { role: session.role, via: 'session' };
    throw new Unauthorized(
      secret === null
        ? 'Not signed in: open a sign-in link (ledgerline sign-in-link prints one), or send "Authorization: Bearer <token>".'
        : 'The session has ended: open a new sign-in link (ledgerline sign-in-link prints one).',
    );
  }
}
