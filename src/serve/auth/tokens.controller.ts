import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Clock } from '../../runtime/clock.js';
import type { MemberStore } from '../../store/members.store.js';
import type { TokenStore } from '../../store/tokens.store.js';
import { DAY_MS } from '../../usage/window.js';
import {
  apiTokenMadeSchema,
  apiTokensAnswerSchema,
  type ApiTokenMade,
  type ApiTokensAnswer,
} from '../answers/members.js';
import { AuditTrail } from '../audit-trail.js';
import { Documented, DocumentedWithoutAnswer } from '../documented.js';
import { JsonBodyGuard } from '../json-body.guard.js';
import {
  makeTokenBody,
  ofWhomQuery,
  tokenParams,
  type MakeTokenBody,
  type OfWhomQuery,
  type TokenParams,
} from '../query/auth-schemas.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { NotFound } from '../request-errors.js';
import { CLOCK } from '../serve.tokens.js';
import { shapeToken } from '../shape-members.js';
import { Access } from './access.js';
import { MEMBER_STORE, TOKEN_STORE } from './auth.tokens.js';
import { AskedBy, type Caller } from './caller.js';
import { askAdministrator, isAdministrator } from './everybody.js';
import { scopeOfNewToken } from './token-scope.js';

/** API tokens: never more than who makes them may, and never for ever. */
@Access('self')
@ApiTags('tokens')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(
    @Inject(TOKEN_STORE) private readonly tokens: TokenStore,
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Documented('listTokens', "Your API tokens, or everybody's.", apiTokensAnswerSchema)
  async listTokens(
    @AskedBy() caller: Caller,
    @Query({ schema: ofWhomQuery }) { everybody }: OfWhomQuery,
  ): Promise<ApiTokensAnswer> {
    if (everybody) askAdministrator(caller);
    const listed = await this.tokens.list(null);
    const own = (madeBy: string | null) => caller.kind === 'member' && madeBy === caller.id;
    const now = this.clock.now();
    return { tokens: listed.filter(({ madeBy }) => everybody || own(madeBy)).map((token) => shapeToken(token, now)) };
  }

  @Post()
  @UseGuards(JsonBodyGuard)
  @Documented('makeToken', 'A new API token. It is shown this once.', apiTokenMadeSchema, [400, 415], 201)
  async makeToken(
    @AskedBy() caller: Caller,
    @Body({ schema: makeTokenBody }) { name, roles, teams, expiresInDays }: MakeTokenBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<ApiTokenMade> {
    const member = caller.kind === 'member' && caller.id !== null ? await this.members.byId(caller.id) : null;
    const scope = scopeOfNewToken(caller, member?.teams ?? null, { roles, teams });
    const expiresAt = new Date(this.clock.now() + expiresInDays * DAY_MS);
    const madeBy = member?.id ?? null;
    const made = await this.trail.change(caller, async (client) => {
      const { id, token } = await this.tokens.make(client, { name, ...scope, madeBy, expiresAt });
      const detail = {
        name,
        roles: [...scope.roles],
        teams: scope.teams && [...scope.teams],
        expiresAt: expiresAt.toISOString(),
      };
      return { outcome: { id, token }, deed: { action: 'token.made', target: id, detail } };
    });
    return { tokenId: made.id, token: made.token, expiresAt: expiresAt.toISOString() };
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @DocumentedWithoutAnswer('revokeToken', "Revoke a token of your own, or as an administrator anybody's.", [400, 404])
  async revokeToken(
    @AskedBy() caller: Caller,
    @Param({ schema: tokenParams }) { tokenId }: TokenParams,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<void> {
    const revoked = await this.trail.change(caller, async (client) => {
      // A token may give itself up, which ends what a thief could do with it.
      const mayAny = isAdministrator(caller) || (caller.kind === 'token' && caller.id === tokenId);
      const own = caller.kind === 'member' ? caller.id : null;
      const token = mayAny || own !== null ? await this.tokens.revoke(client, tokenId, mayAny ? null : own) : null;
      const deed = token && { action: 'token.revoked', target: tokenId, detail: { name: token.name } };
      return { outcome: token, deed };
    });
    if (revoked === null) throw new NotFound(`There is no token ${tokenId} that you could revoke.`);
  }
}
