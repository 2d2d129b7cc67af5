import { z } from 'zod';
import { ROLES } from '../../usage/role.js';
import { common, cursor, limit, query } from './query-schemas.js';
import { body } from './rerate-schemas.js';

const text = (most: number, what: string) =>
  z
    .string({ error: `${what} is a text.` })
    .trim()
    .min(1, `${what} is empty.`)
    .max(most, `${what} is longer than ${most} characters.`);
/** Bounded, so that hashing is bounded; what is wrong with a password is said by who keeps it. */
const password = z.string({ error: 'A password is a text.' }).max(1_000, 'The password is too long.');
const roles = z
  .array(z.enum(ROLES, { error: ({ input }) => `"${String(input)}" is not a role: ${ROLES.join(', ')}.` }))
  .max(ROLES.length)
  .transform((list) => ROLES.filter((role) => list.includes(role)));
const teams = z
  .array(text(200, 'A team'))
  .max(500)
  .transform((list) => [...new Set(list)].toSorted());
const id = (what: string) =>
  z.guid({ error: ({ input }) => `"${String(input)}" is not the id of a ${what} (a UUID).` });
const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

export const passwordSignInBody = body({ login: z.string().max(320), password });
export const codeBody = body({ code: z.string({ error: 'A code is a text of six digits.' }).max(20) });
export const signInNewPasswordBody = body({ password });

/** Only pages of this installation: a path, which no browser takes for another host. */
const returnTo = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])[^\\\s]*$/, 'returnTo is a path of this installation, such as /costs.')
  .default('/');
export const oidcStartQuery = query({ returnTo });

export const addMemberBody = body({
  login: text(320, 'login')
    .transform((login) => login.toLowerCase())
    .describe('What they type to sign in.'),
  name: text(200, 'name'),
  email: z.email('That is not an e-mail address.').nullable().default(null),
  roles,
  teams: teams.default([]),
});
export const changeMemberBody = body({
  name: text(200, 'name').optional(),
  email: z.email('That is not an e-mail address.').nullable().optional(),
  roles: roles.optional(),
  teams: teams.optional(),
  disabled: z.boolean().optional(),
  managedBy: z
    .enum(['groups', 'here'])
    .optional()
    .describe('Setting roles or teams means "here", unless this says otherwise.'),
});
export const resetPasswordBody = body({ removeSecondFactor: z.boolean().default(false) });
export const memberParams = z.object({ memberId: id('member') });

export const makeTokenBody = body({
  name: text(100, 'name'),
  roles: roles.optional().describe('Some of your own. Default: all of them.'),
  teams: teams.optional().describe('Some of your own. Default: yours.'),
  expiresInDays: z.int().min(1).max(366).default(90),
});
export const tokenParams = z.object({ tokenId: id('token') });
export const ofWhomQuery = query({
  everybody: flag.default(false).describe("Everybody's, for administrators. Default: your own."),
});
export const sessionParams = z.object({ sessionId: id('session') });
export const endSessionsBody = body({
  memberId: id('member')
    .optional()
    .describe("Somebody else's, for administrators. Default: your own, but for this one."),
});

export const changePasswordBody = body({ currentPassword: password, newPassword: password });
export const enrolBody = body({ currentPassword: password });

export const auditQuery = query({
  from: common.from,
  to: common.to,
  timeZone: common.timeZone,
  actor: z.string().max(200).optional().describe('Id of a member or token, or part of a name.'),
  action: z.string().max(100).optional().describe('object.event, or an object for all of its events.'),
  target: z.string().max(300).optional(),
  limit: limit(500, 50),
  cursor,
});

export type PasswordSignInBody = z.output<typeof passwordSignInBody>;
export type CodeBody = z.output<typeof codeBody>;
export type SignInNewPasswordBody = z.output<typeof signInNewPasswordBody>;
export type OidcStartQuery = z.output<typeof oidcStartQuery>;
export type AddMemberBody = z.output<typeof addMemberBody>;
export type ChangeMemberBody = z.output<typeof changeMemberBody>;
export type ResetPasswordBody = z.output<typeof resetPasswordBody>;
export type MemberParams = z.output<typeof memberParams>;
export type MakeTokenBody = z.output<typeof makeTokenBody>;
export type TokenParams = z.output<typeof tokenParams>;
export type OfWhomQuery = z.output<typeof ofWhomQuery>;
export type SessionParams = z.output<typeof sessionParams>;
export type EndSessionsBody = z.output<typeof endSessionsBody>;
export type ChangePasswordBody = z.output<typeof changePasswordBody>;
export type EnrolBody = z.output<typeof enrolBody>;
export type AuditQuery = z.output<typeof auditQuery>;
