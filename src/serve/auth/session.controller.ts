import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Pool } from 'pg';
import type { SessionStore } from '../../store/sessions.store.js';
import { inTransaction } from '../../store/transaction.js';
import { sessionAnswerSchema, type SessionAnswer } from '../answers/meta.js';
import { Documented } from '../documented.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { DATABASE_POOL, SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import { Access } from './access.js';
import { SESSION_STORE } from './auth.tokens.js';
import { AskedBy, callerOf, type Caller } from './caller.js';
import { SESSION_COOKIE, sessionCookieOptions } from './cookies.js';
import { rightsOf } from './refusal.js';

@ApiTags('session')
@Access('self')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
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
    const { sessionId } = callerOf(request);
    if (sessionId !== null) await inTransaction(this.pool, (client) => this.sessions.end(client, sessionId));
    response.clearCookie(SESSION_COOKIE, sessionCookieOptions(this.settings.cookieSecure));
  }
}
