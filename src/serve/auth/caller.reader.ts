import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { SessionStore } from '../../store/sessions.store.js';
import type { TokenStore } from '../../store/tokens.store.js';
import { Unauthorized } from '../request-errors.js';
import type { Caller } from './caller.js';
import { sessionSecretOf } from './cookies.js';
import { SESSION_STORE, TOKEN_STORE } from './auth.tokens.js';
import { teamsOf } from './roles.js';
import { scopeOfToken } from './token-scope.js';

/** Finds out who is asking: the owner of the token or, without one, of the session that a request shows. */
@Injectable()
export class CallerReader {
  constructor(
    @Inject(TOKEN_STORE) private readonly tokens: TokenStore,
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
  ) {}

  /** Throws Unauthorized when nobody is known to be asking. */
  async read(request: Request): Promise<Caller> {
    const { authorization } = request.headers;
    return authorization === undefined ? this.ofSession(request) : this.ofToken(authorization);
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
    const secret = sessionSecretOf(request);
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
