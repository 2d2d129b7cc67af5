import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { SessionStore } from '../../store/sessions.store.js';
import { sessionAnswerSchema, type SessionAnswer } from '../answers/meta.js';
import { AuditTrail } from '../audit-trail.js';
import { Documented } from '../documented.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import { Access } from './access.js';
import { SESSION_STORE } from './auth.tokens.js';
import { AskedBy, callerOf, type Caller } from './caller.js';
import { clearCookie } from './cookies.js';
import { rightsOf } from './refusal.js';

@ApiTags('session')
@Access('self')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
  ) {}

  @Get()
  @Documented('getSession', 'Who is asking.', sessionAnswerSchema, [])
  getSession(@AskedBy() caller: Caller, @Query({ schema: noQuery }) _query: NoQuery): SessionAnswer {
    const { kind, id, name, roles, teams, sessionId } = caller;
    return { kind, id, name, roles: [...roles], ...rightsOf(caller), teams: teams && [...teams], sessionId };
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiOperation({ operationId: 'signOut', summary: 'End the session. A token stays valid.' })
  @ApiNoContentResponse({ description: 'The session has ended.' })
  @ApiBearerAuth('token')
  @ApiCookieAuth('session')
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const caller = callerOf(request);
    const { sessionId } = caller;
    if (sessionId !== null) {
      await this.trail.change(caller, async (client) => {
        await this.sessions.end(client, sessionId);
        return { outcome: null, deed: { action: 'session.closed', target: sessionId, detail: {} } };
      });
    }
    clearCookie(response, 'session', this.settings.cookieSecure);
  }
}
