import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Pricing, pricingOf } from '../../src/price/pricing.js';
import { setUpHttp } from '../../src/serve/http.js';
import { ServeModule } from '../../src/serve/serve.module.js';
import type { ServeSettings, SourceAccess, SourceStatus } from '../../src/serve/serve.tokens.js';
import { auditAnchorFile } from '../../src/investigate/audit/audit-anchor.js';
import type { AuditParts } from '../../src/investigate/audit/audit-digest.job.js';
import { NO_RULES } from '../../src/ingest/judge.js';
import { quarantineReplay } from '../../src/quarantine-replay.js';
import { signInSchema } from '../../src/runtime/config/sign-in-schema.js';
import { loadSigningKey } from '../../src/runtime/keys/signing-key.js';
import { AuditStore } from '../../src/store/audit.store.js';
import { alertsSchema } from '../../src/runtime/config/watch-schema.js';
import { LeaseStore } from '../../src/store/lease.store.js';
import { createPrisma } from '../../src/store/prisma.js';
import { MemberStore, type NewMember } from '../../src/store/members.store.js';
import { SessionStore } from '../../src/store/sessions.store.js';
import { SignInLinkStore } from '../../src/store/sign-in-links.store.js';
import { TokenStore, type NewToken } from '../../src/store/tokens.store.js';
import { inTransaction } from '../../src/store/transaction.js';
import { UsageStore } from '../../src/store/usage.store.js';
import type { WatchSettings } from '../../src/watch/watch.tokens.js';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from './postgres.js';

export interface Serving {
  readonly url: string;
  /** As it was asked for. */
  readonly publicUrl: string | null;
  readonly database: TestDatabase;
  readonly links: SignInLinkStore;
  readonly tokens: TokenStore;
  readonly members: MemberStore;
  /** Of an administrator. */
  readonly token: string;
  /** Another token: an administrator's that never expires, but for what is said. */
  makeToken(token?: Partial<NewToken>): Promise<string>;
  /** A new member's id: a local viewer of no team, but for what is said. */
  addMember(member: Partial<NewMember> & Pick<NewMember, 'name'>): Promise<string>;
  /** The cookie of a new session of a member. */
  signInAs(memberId: string): Promise<string>;
  /** The time as the service sees it. */
  readonly clock: { at: number; now(): number };
  readonly sources: SourceStatus[];
  /** What trying a source finds: nothing, until a test says otherwise. */
  readonly access: SourceAccess;
  /** Every route that the server knows, as Express has it. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** GET with the token. */
  get(path: string): Promise<Response>;
  /** GET with the token, the answer of a route that is expected to answer. */
  getJson(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** The HTTP side alone, over a database of its own. */
export async function startServing(
  now: string,
  settings: Partial<ServeSettings> = {},
  pricing: Pricing = pricingOf(),
  watch: WatchSettings = { sources: [], alerts: alertsSchema.parse({}), book: pricing.book, channels: new Map() },
): Promise<Serving> {
  const database = await createTestDatabase();
  const prisma = createPrisma(database.pool);
  const clock = { at: Date.parse(now), now: () => clock.at };
  const sources: SourceStatus[] = [];
  const access: SourceAccess = { check: async () => [] };
  const leases = new LeaseStore(database.pool, 'test');
  const dataDir = await mkdtemp(join(tmpdir(), 'ledgerline-serving-'));
  const audit: AuditParts = {
    store: new AuditStore(database.pool),
    key: loadSigningKey({ pem: undefined, dataDir }),
    clock,
    anchorFile: auditAnchorFile(dataDir),
  };
  const whole: ServeSettings = {
    reportingTimeZone: 'UTC',
    builtTimeZones: ['UTC'],
    dashboardsDir: null,
    demo: false,
    ledgerUrl: null,
    version: '0.0.0-test',
    pricingBasis: 'book+rules',
    cookieSecure: false,
    publicUrl: null,
    trustProxy: 0,
    requestsPerMinute: 1_000_000,
    signIn: signInSchema(z.string()).parse({}),
    ...settings,
  };

  @Module({
    imports: [
      ServeModule.register({
        pool: database.pool,
        prisma,
        settings: whole,
        clock,
        sources: { list: () => sources },
        access: { check: async (source, now) => [...(await access.check(source, now))] },
        quarantine: quarantineReplay({
          database: { pool: database.pool, usage: new UsageStore(database.pool, ['UTC']), leases },
          sources: [],
          rules: NO_RULES,
          clock,
        }),
        pricing,
        watch,
        audit,
      }),
    ],
  })
  class ServedApp {}

  const app = await NestFactory.create<NestExpressApplication>(ServedApp, { logger: ['fatal'] });
  setUpHttp(app, whole);
  await app.listen(Number(new URL(whole.publicUrl ?? 'http://127.0.0.1:0').port), '127.0.0.1');
  const url = (await app.getUrl()).replace(/\/$/, '');
  const links = new SignInLinkStore(prisma, clock);
  const tokens = new TokenStore(database.pool, clock);
  const members = new MemberStore(database.pool);
  const makeToken = async (token: Partial<NewToken> = {}) => {
    const usual: NewToken = { name: 'test', roles: ['admin'], teams: null, madeBy: null, expiresAt: null };
    return (await tokens.make(database.pool, { ...usual, ...token })).token;
  };
  const token = await makeToken();
  const get = (path: string) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return {
    url,
    publicUrl: whole.publicUrl,
    database,
    links,
    tokens,
    members,
    token,
    makeToken,
    async addMember({ name, ...member }) {
      const usual = { issuer: 'local', subject: name, email: null, roles: [], teams: [], managedBy: 'here' } as const;
      const id = await inTransaction(database.pool, (client) => members.add(client, { ...usual, name, ...member }));
      if (id === null) throw new Error(`There is a member ${name} already.`);
      return id;
    },
    async signInAs(memberId) {
      const sessions = new SessionStore(database.pool, clock);
      const { secret } = await sessions.open(database.pool, { by: 'password', userAgent: 'test', of: { memberId } });
      return `ledgerline_session=${secret}`;
    },
    clock,
    sources,
    access,
    routes: routesOf(app.getHttpAdapter().getInstance().router),
    get,
    async getJson(path) {
      const response = await get(path);
      if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
      return response.json();
    },
    async stop() {
      await app.close();
      await prisma.$disconnect();
      await leases.close();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The part of an Express router that tells its routes; what is routed may itself be a router, which has none. */
const expressRouter = z.object({
  stack: z.array(
    z.object({ route: z.object({ path: z.unknown(), methods: z.record(z.string(), z.boolean()) }).optional() }),
  ),
});

function routesOf(router: unknown): { method: string; path: string }[] {
  return expressRouter
    .parse(Object.assign({}, router))
    .stack.flatMap(({ route }) =>
      route === undefined
        ? []
        : Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: String(route.path) })),
    );
}
