import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { AdminStore } from '../../store/admin.store.js';
import { sessionAnswerSchema, type SessionAnswer } from '../answers/meta.js';
import { Documented } from '../documented.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { ADMIN_STORE, SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import { Access } from './access.js';
import { AskedBy, type Caller } from './caller.js';
import { rightsOf } from './roles.js';
import { SESSION_COOKIE, sessionCookieOptions, sessionSecretOf } from './cookies.js';

@ApiTags('session')
@Access('self')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(ADMIN_STORE) private readonly admin: AdminStore,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
  ) {}

  @Get()
  @Documented('getSession', 'Who is asking.', sessionAnswerSchema, [])
  getSession(@AskedBy() caller: Caller, @Query({ schema: noQuery }) _query: NoQuery): SessionAnswer {
    const { kind, name, roles, teams } = caller;
    return { kind, name, roles: [...roles], teams: teams === null ? null : [...teams], rights: rightsOf(roles) };
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiOperation({ operationId: 'signOut', summary: 'End the session. A token stays valid.' })
  @ApiNoContentResponse({ description: 'The session has ended.' })
  @ApiBearerAuth('token')
  @ApiCookieAuth('session')
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const secret = sessionSecretOf(request);
    if (secret !== null) await this.admin.endSession(secret);
    response.clearCookie(SESSION_COOKIE, sessionCookieOptions(this.settings.cookieSecure));
  }
}
