import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { SessionStore } from '../../store/sessions.store.js';
import type { TokenStore } from '../../store/tokens.store.js';
import { Unauthorized } from '../request-errors.js';
import { SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import type { Caller } from './caller.js';
import { secretInCookie } from './cookies.js';
import { RequestLimits } from './request-limits.js';
import { SESSION_STORE, TOKEN_STORE } from './auth.tokens.js';
import { teamsOf } from './roles.js';
import { scopeOfToken } from './token-scope.js';

/** Finds out who is asking: the owner of the token or, without one, of the session that a request shows. */
@Injectable()
export class CallerReader {
  constructor(
    @Inject(TOKEN_STORE) private readonly tokens: TokenStore,
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(RequestLimits) private readonly limits: RequestLimits,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
  ) {}

  /** Throws Unauthorized when nobody is known to be asking, and TooManyAttempts when somebody asks too often. */
  async read(request: Request): Promise<Caller> {
    const { authorization } = request.headers;
    try {
      const caller = await (authorization === undefined ? this.ofSession(request) : this.ofToken(authorization));
      await this.limits.countCaller(caller);
      return caller;
    } catch (error) {
      if (error instanceof Unauthorized) await this.limits.countStranger(request.ip ?? '');
      throw error;
    }
  }

  private async ofToken(authorization: string): Promise<Caller> {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    const known = token === undefined ? null : await this.tokens.find(token);
    if (known === null) {
      throw new Unauthorized(
        'The API token is not known, has expired or was revoked. Send "Authorization: Bearer <token>".',
      );
    }
    const { roles, teams } = scopeOfToken(known);
    return { kind: 'token', id: known.id, name: known.name, roles, teams, sessionId: null };
  }

  private async ofSession(request: Request): Promise<Caller> {
    const secret = secretInCookie(request, 'session', this.settings.cookieSecure);
    const known = secret === null ? null : await this.sessions.find(secret);
    if (known === null) {
      throw new Unauthorized(
        secret === null
          ? 'Not signed in: sign in, open a sign-in link (ledgerline sign-in-link prints one), or send "Authorization: Bearer <token>".'
          : 'The session has ended: sign in again, or open a new sign-in link (ledgerline sign-in-link prints one).',
      );
    }
    const { memberId, name, roles, teams, sessionId } = known;
    return {
      kind: memberId === null ? 'link' : 'member',
      id: memberId,
      name,
      roles,
      teams: teamsOf(roles, teams),
      sessionId,
    };
  }
}
