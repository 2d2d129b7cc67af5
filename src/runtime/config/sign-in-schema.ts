import { z } from 'zod';
import { ROLES } from '../../usage/role.js';
import type { ConfigDocument } from './document.js';

const MINUTE_MS = 60_000;

const role = z.enum(ROLES, {
  error: ({ input }) => `"${String(input)}" is not a role: ${ROLES.join(', ')}`,
});
const groups = z.array(z.string().min(1)).default([]);

/** An address whose traffic nobody else can read: https, or this machine. */
function privateAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

/** An OpenID provider, and what its groups mean here. */
const oidcSchema = (secret: z.ZodType<string>) =>
  z
    .strictObject({
      /** What the button says. */
      label: z.string().min(1).max(60).default('single sign-on'),
      /** As the provider names itself; its metadata lies below it, at /.well-known/openid-configuration. */
      issuer: z.string().refine(privateAddress, {
        error: ({ input }) => `"${String(input)}" is not an https address`,
      }),
      clientId: z.string().min(1),
      clientSecret: secret,
      scopes: z
        .array(z.string().min(1))
        .default(['openid', 'profile', 'email'])
        .refine((scopes) => scopes.includes('openid'), { error: 'openid has to be among the scopes' }),
      /** The claim that holds the groups: a list, or one text. */
      groupsClaim: z.string().min(1).default('groups'),
      /** Groups that give each role. */
      roles: z
        .strictObject({ viewer: groups, finance: groups, investigator: groups, operator: groups, admin: groups })
        .prefault({}),
      /** Groups that stand for a team, or for several. */
      teams: z
        .record(
          z.string(),
          z.union([
            z
              .string()
              .min(1)
              .transform((team) => [team]),
            z.array(z.string().min(1)).min(1),
          ]),
        )
        .default({}),
      /** What stands before the team in names of groups that are called after one. */
      teamPrefix: z.string().min(1).optional(),
      /** The role of those whom no group gives one; without it they do not get in. */
      defaultRole: role.optional(),
    })
    .refine(({ roles, defaultRole }) => defaultRole !== undefined || Object.values(roles).some((of) => of.length > 0), {
      path: ['roles'],
      error: 'no group has a role, so nobody could sign in: name groups, or a defaultRole',
    });
export type OidcConfig = z.output<ReturnType<typeof oidcSchema>>;

/** The section `signIn`: by which doors people come in, and how long they stay. */
export const signInSchema = (secret: z.ZodType<string>) =>
  z
    .strictObject({
      /** Whether members may sign in with a password that is kept here. */
      passwords: z.boolean().default(true),
      sessions: z
        .strictObject({
          idleMinutes: z.int().min(5).max(1440).default(120),
          absoluteHours: z.int().min(1).max(168).default(12),
        })
        .prefault({})
        .transform(({ idleMinutes, absoluteHours }) => ({
          idleMs: idleMinutes * MINUTE_MS,
          absoluteMs: absoluteHours * 60 * MINUTE_MS,
        })),
      oidc: oidcSchema(secret).optional(),
    })
    .prefault({});
export type SignInConfig = z.output<ReturnType<typeof signInSchema>>;

const PROXY_WORDS = 'give the number of proxies in front (1), or their addresses or ranges (10.0.0.0/8)';

/** The section `server`: where the service listens, and how it is reached. */
export const serverSchema = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(3000),
    /** The address that people open, where that is another than host and port: a proxy with TLS, for example. */
    publicUrl: z
      .string()
      .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
        error: ({ input }) => `"${String(input)}" is not an http or https address`,
      })
      .refine((text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`, {
        error: ({ input }) => `"${String(input)}" has a path: the service has to be at the top of a host of its own`,
      })
      .transform((text) => new URL(text).origin)
      .optional(),
    /** Whose word about a caller's address is believed. */
    trustProxy: z
      .union(
        [
          z.int().min(0).max(10),
          z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: PROXY_WORDS })).min(1),
        ],
        {
          error: PROXY_WORDS,
        },
      )
      .default(0),
    /** Of one member or token, in one instance of the service. */
    requestsPerMinute: z.int().min(60).max(1_000_000).default(1200),
  })
  .prefault({});
export type ServerConfig = z.output<typeof serverSchema>;

const asked = z.looseObject({
  server: z.looseObject({ publicUrl: z.unknown() }).partial().optional(),
  signIn: z.looseObject({ oidc: z.unknown() }).partial().optional(),
});

/** A provider sends browsers back to one address, which it has to know. Reported beside other mistakes. */
export function reportMissingPublicUrl(document: ConfigDocument): void {
  const { data } = asked.safeParse(document.value);
  if (data?.signIn?.oidc === undefined || data.server?.publicUrl !== undefined) return;
  document.report(
    ['signIn', 'oidc'],
    'needs server.publicUrl, the address that people open (https://ledgerline.example.com): the provider sends them back to it',
  );
}
