import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { LocalPassword, LocalPasswordStore } from '../../store/local-passwords.store.js';
import type { Member, MemberStore } from '../../store/members.store.js';
import { accountSchema, enrolmentSchema, type Account, type Enrolment } from '../answers/members.js';
import { AuditTrail } from '../audit-trail.js';
import { Documented, DocumentedWithoutAnswer } from '../documented.js';
import { JsonBodyGuard } from '../json-body.guard.js';
import {
  changePasswordBody,
  codeBody,
  enrolBody,
  type ChangePasswordBody,
  type CodeBody,
  type EnrolBody,
} from '../query/auth-schemas.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { BadParameter, Conflict } from '../request-errors.js';
import { shapeMember } from '../shape-members.js';
import { Access } from './access.js';
import { LOCAL_PASSWORD_STORE, MEMBER_STORE } from './auth.tokens.js';
import { AskedBy, type Caller } from './caller.js';
import { isPassword } from './password-hash.js';
import { Passwords } from './passwords.js';
import { SignInLimits } from './sign-in-limits.js';

/** The own account: its password, and one-time codes as a second factor. What protects it is changed with the password only. */
@Access('self')
@ApiTags('account')
@Controller('api/v1/account')
export class AccountController {
  constructor(
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(LOCAL_PASSWORD_STORE) private readonly kept: LocalPasswordStore,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SignInLimits) private readonly limits: SignInLimits,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Documented('getAccount', 'Your account.', accountSchema, [409])
  async getAccount(@AskedBy() caller: Caller, @Query({ schema: noQuery }) _query: NoQuery): Promise<Account> {
    const member = await this.memberOf(caller);
    return { member: shapeMember(member), hasPassword: (await this.kept.of(member.id)) !== null };
  }

  @Post('password')
  @HttpCode(204)
  @UseGuards(JsonBodyGuard)
  @DocumentedWithoutAnswer('changePassword', 'A new password; every other session of yours ends.', [400, 409, 415, 429])
  async changePassword(
    @AskedBy() caller: Caller,
    @Body({ schema: changePasswordBody }) { currentPassword, newPassword }: ChangePasswordBody,
    @Req() request: Request,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<void> {
    const { member } = await this.proved(caller, currentPassword, request);
    if (currentPassword === newPassword) throw new BadParameter('newPassword', 'That is the password that you have.');
    const phc = await this.passwords.newPhc(member, newPassword, 'newPassword');
    await this.trail.change(caller, async (client) => {
      await this.passwords.setOwn(client, member, phc, caller.sessionId);
      return { outcome: null, deed: { action: 'member.passwordChanged', target: member.id, detail: {} } };
    });
  }

  @Post('codes')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @Documented(
    'enrolCodes',
    'A secret for an authenticator application. It counts once /account/codes/confirm has had a code of it.',
    enrolmentSchema,
    [400, 409, 415, 429],
  )
  async enrolCodes(
    @AskedBy() caller: Caller,
    @Body({ schema: enrolBody }) { currentPassword }: EnrolBody,
    @Req() request: Request,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<Enrolment> {
    const { member } = await this.proved(caller, currentPassword, request);
    return this.trail.change(caller, async (client) => ({
      outcome: await this.passwords.propose(client, member),
      deed: null,
    }));
  }

  @Post('codes/confirm')
  @HttpCode(204)
  @UseGuards(JsonBodyGuard)
  @DocumentedWithoutAnswer(
    'confirmCodes',
    'Prove the new secret with a code: codes are asked for from now on.',
    [400, 409, 415, 429],
  )
  async confirmCodes(
    @AskedBy() caller: Caller,
    @Body({ schema: codeBody }) { code }: CodeBody,
    @Req() request: Request,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<void> {
    const { member, kept } = await this.local(caller);
    await this.limits.attempt(member.subject, request.ip ?? '');
    const confirmed = await this.trail.change(caller, async (client) => {
      const outcome = await this.passwords.confirm(client, member.id, kept, code);
      const deed = outcome ? { action: 'member.codesSet', target: member.id, detail: {} } : null;
      return { outcome, deed };
    });
    if (!confirmed) throw new BadParameter('code', 'The code does not belong to the new secret, or is too old.');
    await this.limits.succeeded(member.subject, request.ip ?? '');
  }

  @Post('codes/remove')
  @HttpCode(204)
  @UseGuards(JsonBodyGuard)
  @DocumentedWithoutAnswer('removeCodes', 'Ask for no codes any more.', [400, 409, 415, 429])
  async removeCodes(
    @AskedBy() caller: Caller,
    @Body({ schema: enrolBody }) { currentPassword }: EnrolBody,
    @Req() request: Request,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<void> {
    const { member } = await this.proved(caller, currentPassword, request);
    await this.trail.change(caller, async (client) => {
      await this.kept.removeCodes(client, member.id);
      return { outcome: null, deed: { action: 'member.codesRemoved', target: member.id, detail: {} } };
    });
  }

  private async memberOf({ kind, id }: Caller): Promise<Member> {
    const member = kind === 'member' && id !== null ? await this.members.byId(id) : null;
    if (member === null) throw new Conflict('Only members have an account: this is a token, or a sign-in link.');
    return member;
  }

  private async local(caller: Caller): Promise<{ readonly member: Member; readonly kept: LocalPassword }> {
    const member = await this.memberOf(caller);
    const kept = await this.kept.of(member.id);
    if (kept === null) throw new Conflict('You sign in elsewhere: there is no password here.');
    return { member, kept };
  }

  /** Whoever sits before an open session has to know the password too; guessing it here is held off as at the door. */
  private async proved(caller: Caller, password: string, request: Request) {
    const { member, kept } = await this.local(caller);
    const address = request.ip ?? '';
    await this.limits.attempt(member.subject, address);
    if (!(await isPassword(password, kept.phc))) {
      throw new BadParameter('currentPassword', 'That is not your password.');
    }
    await this.limits.succeeded(member.subject, address);
    return { member, kept };
  }
}
