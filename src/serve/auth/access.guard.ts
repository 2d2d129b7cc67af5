import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { AdminStore } from '../../store/admin.store.js';
import { rolesAmong } from '../../usage/role.js';
import { Forbidden, Unauthorized } from '../request-errors.js';
import { ADMIN_STORE } from '../serve.tokens.js';
import { Decision } from './access.js';
import { rememberCaller, type Caller } from './caller.js';
import { sessionSecretOf } from './cookies.js';
import { refusalOf } from './refusal.js';

/** Lets those pass who show a valid token or session and have the right that the route asks for. A route that asks for none lets nobody pass. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ADMIN_STORE) private readonly admin: AdminStore,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const right = this.reflector.getAllAndOverride(Decision, [context.getHandler(), context.getClass()]);
    if (right === undefined) throw new Forbidden('Nobody may use this route: what it asks for has not been decided.', null);
    if (right === 'everybody') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await this.callerOf(request);
    rememberCaller(request, caller);
    const refusal = refusalOf(caller, right);
    if (refusal !== null) throw new Forbidden(refusal, right);
    return true;
  }

  private async callerOf(request: Request): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
      const known = token === undefined ? null : await this.admin.verifyToken(token);
      if (known) return callerWith('token', known.role);
      throw new Unauthorized('The API token is not known or has been revoked. Send "Authorization: Bearer <token>".');
    }
    const secret = sessionSecretOf(request);
    const session = secret === null ? null : await this.admin.findSession(secret);
    if (session) return callerWith('link', session.role);
    throw new Unauthorized(
      secret === null
        ? 'Not signed in: open a sign-in link (ledgerline sign-in-link prints one), or send "Authorization: Bearer <token>".'
        : 'The session has ended: open a new sign-in link (ledgerline sign-in-link prints one).',
    );
  }
}

function callerWith(kind: Caller['kind'], role: string): Caller {
  return { kind, id: null, name: kind, roles: rolesAmong([role]), teams: null, sessionId: null };
}
