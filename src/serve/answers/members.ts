import { z } from 'zod';
import { ROLES } from '../../usage/role.js';
import { ALL_RIGHTS } from '../auth/roles.js';
import { LOCAL } from '../../store/members.store.js';

const time = z.string().describe('RFC 3339, UTC.');

export const memberSchema = z
  .object({
    memberId: z.string(),
    issuer: z.string().describe(`Address of the OpenID provider, or "${LOCAL}" for an account with a password here.`),
    login: z.string().describe('What the issuer knows them by.'),
    name: z.string(),
    email: z.string().nullable(),
    roles: z.array(z.enum(ROLES)),
    teams: z.array(z.string()).describe('Whose figures a viewer sees.'),
    managedBy: z
      .enum(['groups', 'here'])
      .describe("groups: roles and teams follow the provider's groups at every sign-in. here: they were set here."),
    createdAt: time,
    lastSignInAt: time.nullable(),
    disabledAt: time.nullable(),
    mustChangePassword: z.boolean(),
    secondFactor: z.boolean().describe('Whether a one-time code is asked for.'),
  })
  .meta({ id: 'Member' });
export type MemberAnswer = z.infer<typeof memberSchema>;

const rightOfRolesSchema = z
  .object({
    right: z.enum(ALL_RIGHTS),
    words: z.string().describe('What it is for.'),
    roles: z.array(z.object({ role: z.enum(ROLES), ownTeamsOnly: z.boolean() })).describe('Who has it.'),
  })
  .meta({ id: 'RightOfRoles' });

export const membersAnswerSchema = z
  .object({
    members: z.array(memberSchema),
    rights: z.array(rightOfRolesSchema).describe('What each role may do, as it is decided by.'),
  })
  .meta({ id: 'MembersAnswer' });
export type MembersAnswer = z.infer<typeof membersAnswerSchema>;

const temporaryPassword = z.string().describe('Shown once. It has to be changed at the first sign-in, within 7 days.');
export const memberAddedSchema = z.object({ member: memberSchema, temporaryPassword }).meta({ id: 'MemberAdded' });
export type MemberAdded = z.infer<typeof memberAddedSchema>;
export const passwordResetSchema = z.object({ temporaryPassword }).meta({ id: 'PasswordReset' });
export type PasswordReset = z.infer<typeof passwordResetSchema>;

export const apiTokenSchema = z
  .object({
    tokenId: z.string(),
    name: z.string(),
    hint: z.string().describe('The first letters of the token; empty for the token of the environment.'),
    roles: z.array(z.enum(ROLES)),
    teams: z.array(z.string()).nullable().describe('Null for the teams of who made it.'),
    madeBy: z.object({ memberId: z.string(), name: z.string() }).nullable(),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable().describe('To the minute.'),
    revokedAt: time.nullable(),
    state: z.enum(['valid', 'expired', 'revoked']),
  })
  .meta({ id: 'ApiToken' });
export type ApiTokenAnswer = z.infer<typeof apiTokenSchema>;
export const apiTokensAnswerSchema = z.object({ tokens: z.array(apiTokenSchema) }).meta({ id: 'ApiTokensAnswer' });
export type ApiTokensAnswer = z.infer<typeof apiTokensAnswerSchema>;
export const apiTokenMadeSchema = z
  .object({ tokenId: z.string(), token: z.string().describe('Shown once.'), expiresAt: time })
  .meta({ id: 'ApiTokenMade' });
export type ApiTokenMade = z.infer<typeof apiTokenMadeSchema>;

export const sessionsAnswerSchema = z
  .object({
    sessions: z.array(
      z
        .object({
          sessionId: z.string(),
          memberId: z.string().nullable().describe('Null for the session of a sign-in link.'),
          name: z.string(),
          openedBy: z.enum(['link', 'oidc', 'password']),
          userAgent: z.string().nullable().describe('As the browser calls itself.'),
          createdAt: time,
          lastSeenAt: time.describe('To the minute.'),
          expiresAt: time,
          current: z.boolean().describe('Whether it is the one that asks.'),
        })
        .meta({ id: 'OpenSession' }),
    ),
  })
  .meta({ id: 'SessionsAnswer' });
export type SessionsAnswer = z.infer<typeof sessionsAnswerSchema>;
export const sessionsEndedSchema = z.object({ ended: z.int().min(0) }).meta({ id: 'SessionsEnded' });
export type SessionsEnded = z.infer<typeof sessionsEndedSchema>;

export const accountSchema = z
  .object({ member: memberSchema, hasPassword: z.boolean().describe('Whether the password is kept here.') })
  .meta({ id: 'Account', description: 'The own account.' });
export type Account = z.infer<typeof accountSchema>;
export const enrolmentSchema = z
  .object({
    uri: z.string().describe('otpauth address, for a QR code.'),
    secret: z.string().describe('The same to type, base32. Shown once.'),
  })
  .meta({ id: 'CodeEnrolment' });
export type Enrolment = z.infer<typeof enrolmentSchema>;
