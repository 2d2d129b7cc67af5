import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SessionStore } from '../../store/sessions.store.js';
import {
  sessionsAnswerSchema,
  sessionsEndedSchema,
  type SessionsAnswer,
  type SessionsEnded,
} from '../answers/members.js';
import { AuditTrail } from '../audit-trail.js';
import { Documented, DocumentedWithoutAnswer } from '../documented.js';
import { JsonBodyGuard } from '../json-body.guard.js';
import {
  endSessionsBody,
  ofWhomQuery,
  sessionParams,
  type EndSessionsBody,
  type OfWhomQuery,
  type SessionParams,
} from '../query/auth-schemas.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { BadParameter, NotFound } from '../request-errors.js';
import { Access } from './access.js';
import { SESSION_STORE } from './auth.tokens.js';
import { AskedBy, type Caller } from './caller.js';
import { askAdministrator, isAdministrator } from './everybody.js';

/** Browsers that are signed in. */
@Access('self')
@ApiTags('sessions')
@Controller('api/v1/sessions')
export class SessionsController {
  constructor(
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Documented('listSessions', "Your open sessions, or everybody's.", sessionsAnswerSchema)
  async listSessions(
    @AskedBy() caller: Caller,
    @Query({ schema: ofWhomQuery }) { everybody }: OfWhomQuery,
  ): Promise<SessionsAnswer> {
    if (everybody) askAdministrator(caller);
    const listed = await this.sessions.list(everybody ? null : memberIdOf(caller));
    const sessions =
      everybody || memberIdOf(caller) !== null
        ? listed
        : listed.filter(({ sessionId }) => sessionId === caller.sessionId);
    return {
      sessions: sessions.map(({ createdAt, lastSeenAt, expiresAt, ...session }) => ({
        ...session,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        current: session.sessionId === caller.sessionId,
      })),
    };
  }

  @Delete(':sessionId')
  @HttpCode(204)
  @DocumentedWithoutAnswer('endSession', "End a session of your own, or as an administrator anybody's.", [400, 404])
  async endSession(
    @AskedBy() caller: Caller,
    @Param({ schema: sessionParams }) { sessionId }: SessionParams,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<void> {
    const ended = await this.trail.change(caller, async (client) => {
      const mayAny = isAdministrator(caller) || sessionId === caller.sessionId;
      const own = memberIdOf(caller);
      const found =
        mayAny || own !== null ? await this.sessions.end(client, sessionId, mayAny ? null : own) : undefined;
      if (found === undefined) return { outcome: false, deed: null };
      const detail = { memberId: found.memberId, all: false };
      return { outcome: true, deed: { action: 'session.revoked', target: sessionId, detail } };
    });
    if (!ended) throw new NotFound(`There is no session ${sessionId} that you could end.`);
  }

  @Post('end-all')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @Documented(
    'endAllSessions',
    'End every session of yours but this one, or as an administrator every one of a member.',
    sessionsEndedSchema,
    [400, 415],
  )
  async endAllSessions(
    @AskedBy() caller: Caller,
    @Body({ schema: endSessionsBody }) { memberId }: EndSessionsBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<SessionsEnded> {
    const own = memberIdOf(caller);
    if (memberId !== undefined && memberId !== own) askAdministrator(caller);
    const whose = memberId ?? own;
    if (whose === null)
      throw new BadParameter('memberId', 'Say whose sessions: you are no member with sessions of your own.');
    const ended = await this.trail.change(caller, async (client) => {
      const count = await this.sessions.endAll(client, whose, caller.sessionId);
      const detail = { memberId: whose, all: true, ended: count };
      return { outcome: count, deed: count === 0 ? null : { action: 'session.revoked', target: null, detail } };
    });
    return { ended };
  }
}

function memberIdOf({ kind, id }: Caller): string | null {
  return kind === 'member' ? id : null;
}
