import type { Provider } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Clock } from '../../runtime/clock.js';
import type { PrismaClient } from '../../store/generated/prisma/client.js';
import { MemberStore } from '../../store/members.store.js';
import { SessionStore } from '../../store/sessions.store.js';
import { SignInLinkStore } from '../../store/sign-in-links.store.js';
import { TokenStore } from '../../store/tokens.store.js';
import { CLOCK, DATABASE_POOL, PRISMA } from '../serve.tokens.js';
import { MEMBER_STORE, SESSION_STORE, SIGN_IN_LINK_STORE, TOKEN_STORE } from './auth.tokens.js';
import { CallerReader } from './caller.reader.js';

/** What signing in needs, over the parts that the composition root hands in. */
export const authProviders: Provider[] = [
  { provide: MEMBER_STORE, inject: [DATABASE_POOL], useFactory: (pool: Pool) => new MemberStore(pool) },
  {
    provide: SESSION_STORE,
    inject: [DATABASE_POOL, CLOCK],
    useFactory: (pool: Pool, clock: Clock) => new SessionStore(pool, clock),
  },
  {
    provide: TOKEN_STORE,
    inject: [DATABASE_POOL, CLOCK],
    useFactory: (pool: Pool, clock: Clock) => new TokenStore(pool, clock),
  },
  {
    provide: SIGN_IN_LINK_STORE,
    inject: [PRISMA, CLOCK],
    useFactory: (prisma: PrismaClient, clock: Clock) => new SignInLinkStore(prisma, clock),
  },
  CallerReader,
];
