import type { Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Clock } from '../../runtime/clock.js';
import type { PrismaClient } from '../../store/generated/prisma/client.js';
import { LocalPasswordStore } from '../../store/local-passwords.store.js';
import { MemberStore } from '../../store/members.store.js';
import { SessionStore } from '../../store/sessions.store.js';
import { SignInLinkStore } from '../../store/sign-in-links.store.js';
import { SignInStepStore } from '../../store/sign-in-steps.store.js';
import { TokenStore } from '../../store/tokens.store.js';
import { AuditTrail } from '../audit-trail.js';
import { CLOCK, DATABASE_POOL, PRISMA, SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import {
  LOCAL_PASSWORD_STORE,
  MEMBER_STORE,
  OIDC_PROVIDER,
  SESSION_STORE,
  SIGN_IN_LINK_STORE,
  SIGN_IN_STEP_STORE,
  TOKEN_STORE,
} from './auth.tokens.js';
import { CallerReader } from './caller.reader.js';
import { MemberChanges } from './member-changes.js';
import { OidcProvider } from './oidc/oidc-provider.reader.js';
import { OidcSignIn } from './oidc/oidc-sign-in.js';
import { PasswordSignIn } from './password-sign-in.js';
import { Passwords } from './passwords.js';
import { RequestLimits } from './request-limits.js';
import { SessionOpener } from './session-opener.js';
import { SignInLimits } from './sign-in-limits.js';

/** The stores of members, sessions, tokens and links, over the parts that the composition root hands in. */
export const authStores: Provider[] = [
  { provide: MEMBER_STORE, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new MemberStore(pool) },
  { provide: LOCAL_PASSWORD_STORE, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new LocalPasswordStore(pool) },
  {
    provide: SESSION_STORE,
    inject: [DATABASE_POOL, CLOCK, SERVE_SETTINGS],
    useFactory: (pool: Pool, clock: Clock, { signIn }: ServeSettings) => new SessionStore(pool, clock, signIn.sessions),
  },
  {
    provide: TOKEN_STORE,
    inject: [DATABASE_POOL, CLOCK],
    useFactory: (pool: Pool, clock: Clock) => new TokenStore(pool, clock),
  },
  {
    provide: SIGN_IN_STEP_STORE,
    inject: [DATABASE_POOL, CLOCK],
    useFactory: (pool: Pool, clock: Clock) => new SignInStepStore(pool, clock),
  },
  {
    provide: SIGN_IN_LINK_STORE,
    inject: [PRISMA, CLOCK],
    useFactory: (prisma: PrismaClient, clock: Clock) => new SignInLinkStore(prisma, clock),
  },
];

/** What finds out who asks, and signs people in. */
export const authServices: Provider[] = [
  {
    provide: OIDC_PROVIDER,
    inject: [SERVE_SETTINGS],
    useFactory: ({ signIn, publicUrl }: ServeSettings) =>
      signIn.oidc === undefined
        ? null
        : new OidcProvider(signIn.oidc, `${publicUrl ?? ''}/api/v1/sign-in/oidc/callback`),
  },
  {
    provide: MemberChanges,
    inject: [MEMBER_STORE, LOCAL_PASSWORD_STORE, SESSION_STORE, AuditTrail, CLOCK],
    useFactory: (
      members: MemberStore,
      passwords: LocalPasswordStore,
      sessions: SessionStore,
      trail: AuditTrail,
      clock: Clock,
    ) => new MemberChanges({ members, passwords, sessions, trail, clock }),
  },
  RequestLimits,
  SignInLimits,
  CallerReader,
  SessionOpener,
  Passwords,
  PasswordSignIn,
  OidcSignIn,
];
