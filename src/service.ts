import 'reflect-metadata';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { AppModule } from './app.module.js';
import type { ContentPolicy } from './ingest/content-policy.js';
import type { OwnRules } from './ingest/judge.js';
import { profilesOf } from './ingest/profile-book.js';
import { basisOf } from './ingest/rerate-basis.js';
import type { Pricing } from './price/pricing.js';
import { auditAnchorFile } from './investigate/audit/audit-anchor.js';
import type { AuditParts } from './investigate/audit/audit-digest.job.js';
import { noteConfiguration } from './investigate/audit/note-configuration.js';
import { systemClock } from './runtime/clock.js';
import type { SourceConfig } from './runtime/config/schema.js';
import { type AlertsConfig, alertsSchema, type ChannelConfig } from './runtime/config/watch-schema.js';
import { type ServerConfig, serverSchema, type SignInConfig, signInSchema } from './runtime/config/sign-in-schema.js';
import { loadSigningKey } from './runtime/keys/signing-key.js';
import { packageRoot, packageVersion } from './runtime/package-root.js';
import { checkOpenToOthers } from './serve/auth/open-to-others.js';
import { setUpHttp } from './serve/http.js';
import { MEMBER_STORE, SIGN_IN_LINK_STORE, TOKEN_STORE } from './serve/auth/auth.tokens.js';
import type { ServeSettings } from './serve/serve.tokens.js';
import { AuditStore } from './store/audit.store.js';
import type { MemberStore } from './store/members.store.js';
import type { SignInLinkStore } from './store/sign-in-links.store.js';
import type { TokenStore } from './store/tokens.store.js';
import { createPrisma } from './store/prisma.js';
import type { UsageDatabase } from './store/usage-database.js';
import { DAY_MS } from './usage/window.js';
import { buildChannels } from './watch/channels/build-channels.js';
import { watchedSources } from './watched-sources.js';

export interface ServiceSettings {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** How it is reached, and by whom in front; host and port stand above. The defaults where it is absent. */
  readonly server?: Pick<ServerConfig, 'publicUrl' | 'trustProxy' | 'requestsPerMinute'>;
  readonly signIn?: SignInConfig;
  /** Where the key is that signs the audit log, unless it is given in PEM, and the last of its digests. */
  readonly dataDir: string;
  readonly signingKey?: string | undefined;
  /** The sections of the configuration, to write down which of them changed; nothing is where it is absent. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly reportingTimeZone: string;
  readonly sources: readonly SourceConfig[];
  readonly rules: OwnRules;
  readonly pricing: Pricing;
  /** Whose prompts and completions are kept; nobody's where it is absent. */
  readonly contents?: ContentPolicy;
  /** How long logs have to be kept and who is told when they are not; the defaults, and nobody, where it is absent. */
  readonly alerts?: AlertsConfig;
  readonly channels?: readonly ChannelConfig[];
  /** Becomes an administrator's API token if no token of that secret is known yet. */
  readonly bootstrapToken: string | undefined;
  /** Set in the demo: where the stand-in tells what it emitted. */
  readonly ledgerUrl: string | null;
  readonly logger: LoggerService;
}

export interface RunningService {
  readonly url: string;
  /** Opens one session, once. */
  readonly signInUrl: string;
  stop(): Promise<void>;
}

/** Boots the service on a prepared database: schedules, API, dashboards. */
export async function startService(database: UsageDatabase, settings: ServiceSettings): Promise<RunningService> {
  const prisma = createPrisma(database.pool);
  const dashboards = join(packageRoot(), 'dist', 'dashboards');
  const server = settings.server ?? serverSchema.parse({});
  const publicUrl = server.publicUrl ?? null;
  const serve: ServeSettings = {
    reportingTimeZone: settings.reportingTimeZone,
    builtTimeZones: database.zones,
    dashboardsDir: existsSync(dashboards) ? dashboards : null,
    demo: settings.ledgerUrl !== null,
    ledgerUrl: settings.ledgerUrl,
    version: packageVersion(),
    pricingBasis: basisOf(settings.rules),
    cookieSecure: publicUrl?.startsWith('https:') ?? false,
    publicUrl,
    trustProxy: server.trustProxy,
    requestsPerMinute: server.requestsPerMinute,
    signIn: settings.signIn ?? signInSchema(z.string()).parse({}),
  };
  const audit: AuditParts = {
    store: new AuditStore(database.pool),
    key: loadSigningKey({ pem: settings.signingKey, dataDir: settings.dataDir }),
    clock: systemClock,
    anchorFile: auditAnchorFile(settings.dataDir),
  };
  const alerts = settings.alerts ?? alertsSchema.parse({});
  const profiles = await profilesOf(database.pool, settings.rules);
  const module = AppModule.of({
    database,
    prisma,
    profiles,
    clock: systemClock,
    sources: settings.sources,
    pipeline: {
      usage: database.usage,
      runs: database.runs,
      rules: profiles.rules,
      clock: systemClock,
      ...(settings.contents === undefined ? {} : { contents: settings.contents }),
    },
    serve,
    pricing: settings.pricing,
    audit,
    watch: {
      sources: watchedSources(settings.sources),
      alerts,
      book: settings.pricing.book,
      channels: buildChannels(settings.channels ?? [], alerts.baseUrl),
    },
  });
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: settings.logger });
  try {
    setUpHttp(app, serve);
    const members = app.get<MemberStore>(MEMBER_STORE);
    await checkOpenToOthers(settings.host, serve.signIn, () => members.hasLocalAccount('admin'));
    if (settings.configuration !== undefined) {
      await noteConfiguration(audit, settings.configuration, settings.pricing.book.version);
    }
    if (settings.bootstrapToken !== undefined)
      await app.get<TokenStore>(TOKEN_STORE).bootstrap(settings.bootstrapToken);
    await app.listen(settings.port, settings.host);
    const url = urlOf(settings.host, app.getHttpServer().address());
    const { secret } = await app.get<SignInLinkStore>(SIGN_IN_LINK_STORE).create({ validForMs: DAY_MS });
    const stop = async () => {
      await app.close();
      await prisma.$disconnect();
    };
    return { url, signInUrl: `${publicUrl ?? url}/sign-in/${secret}`, stop };
  } catch (error) {
    await app.close().catch(() => {});
    await prisma.$disconnect();
    throw error;
  }
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
