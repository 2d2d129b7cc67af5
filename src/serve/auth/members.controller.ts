import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { MemberStore } from '../../store/members.store.js';
import {
  memberAddedSchema,
  memberSchema,
  membersAnswerSchema,
  passwordResetSchema,
  type MemberAdded,
  type MemberAnswer,
  type MembersAnswer,
  type PasswordReset,
} from '../answers/members.js';
import { Documented } from '../documented.js';
import { JsonBodyGuard } from '../json-body.guard.js';
import {
  addMemberBody,
  changeMemberBody,
  memberParams,
  resetPasswordBody,
  type AddMemberBody,
  type ChangeMemberBody,
  type MemberParams,
  type ResetPasswordBody,
} from '../query/auth-schemas.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { Conflict, NotFound } from '../request-errors.js';
import { shapeMember } from '../shape-members.js';
import { Access } from './access.js';
import { MEMBER_STORE } from './auth.tokens.js';
import { AskedBy, type Caller } from './caller.js';
import { MemberChanges } from './member-changes.js';
import { rightsTable } from './rights-table.js';

/** Who may come in, and as what. */
@Access('administer')
@ApiTags('members')
@Controller('api/v1/members')
export class MembersController {
  constructor(
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(MemberChanges) private readonly changes: MemberChanges,
  ) {}

  @Get()
  @Documented('listMembers', 'Everybody who may come in, and those who may no more.', membersAnswerSchema, [])
  async listMembers(@Query({ schema: noQuery }) _query: NoQuery): Promise<MembersAnswer> {
    return {
      members: (await this.members.list()).map(shapeMember),
      rights: rightsTable().map(({ roles, ...right }) => ({ ...right, roles: [...roles] })),
    };
  }

  @Post()
  @UseGuards(JsonBodyGuard)
  @Documented(
    'addMember',
    'A new account with a password here. Members of an OpenID provider come by themselves.',
    memberAddedSchema,
    [400, 409, 415],
    201,
  )
  async addMember(
    @AskedBy() caller: Caller,
    @Body({ schema: addMemberBody }) member: AddMemberBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<MemberAdded> {
    const added = await this.changes.add(caller, member);
    if (added === null) throw new Conflict(`There is an account "${member.login}" already.`);
    return { ...added, member: shapeMember(added.member) };
  }

  @Patch(':memberId')
  @UseGuards(JsonBodyGuard)
  @Documented(
    'changeMember',
    'Change roles, teams or name, or disable somebody: at once, also for their sessions and tokens.',
    memberSchema,
    [400, 404, 409, 415],
  )
  async changeMember(
    @AskedBy() caller: Caller,
    @Param({ schema: memberParams }) { memberId }: MemberParams,
    @Body({ schema: changeMemberBody }) change: ChangeMemberBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<MemberAnswer> {
    const givesUp = change.disabled === true || (change.roles !== undefined && !change.roles.includes('admin'));
    if (givesUp && caller.kind === 'member' && caller.id === memberId) {
      throw new Conflict('You cannot take away your own administration: have another administrator do it.');
    }
    const changed = await this.changes.change(caller, memberId, given(change));
    if (changed === null) throw noMember(memberId);
    return shapeMember(changed);
  }

  @Post(':memberId/reset-password')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @Documented(
    'resetPassword',
    'A new temporary password for a local account; every session of it ends.',
    passwordResetSchema,
    [400, 404, 409, 415],
  )
  async resetPassword(
    @AskedBy() caller: Caller,
    @Param({ schema: memberParams }) { memberId }: MemberParams,
    @Body({ schema: resetPasswordBody }) { removeSecondFactor }: ResetPasswordBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<PasswordReset> {
    if ((await this.members.byId(memberId)) === null) throw noMember(memberId);
    const temporaryPassword = await this.changes.resetPassword(caller, memberId, removeSecondFactor);
    if (temporaryPassword === null) throw new Conflict('This member signs in elsewhere: there is no password here.');
    return { temporaryPassword };
  }
}

function noMember(memberId: string): NotFound {
  return new NotFound(`There is no member ${memberId}. /api/v1/members lists them.`);
}

/** Without what was not said: an absent field is another thing than one that is empty. */
function given({ name, email, roles, teams, disabled, managedBy }: ChangeMemberBody) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(roles === undefined ? {} : { roles }),
    ...(teams === undefined ? {} : { teams }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(managedBy === undefined ? {} : { managedBy }),
  };
}
