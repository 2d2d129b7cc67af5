import { Module, StandardSchemaValidationPipe, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import type { Pool } from 'pg';
import { AUDIT_PARTS, type AuditParts } from '../investigate/audit/audit-digest.job.js';
import { type Pricing, pricingOf } from '../price/pricing.js';
import type { Clock } from '../runtime/clock.js';
import type { PrismaClient } from '../store/generated/prisma/client.js';
import { WATCH_SETTINGS, type WatchSettings } from '../watch/watch.tokens.js';
import { BilledController } from './billed.controller.js';
import { ChannelsController } from './alerts-channels.controller.js';
import { AlertsController } from './alerts.controller.js';
import { AuditController } from './audit.controller.js';
import { AuditTrail } from './audit-trail.js';
import { AccessGuard } from './auth/access.guard.js';
import { AccountController } from './auth/account.controller.js';
import { authServices, authStores } from './auth/auth-providers.js';
import { MemberChanges } from './auth/member-changes.js';
import { MembersController } from './auth/members.controller.js';
import { OidcController } from './auth/oidc/oidc.controller.js';
import { SessionsController } from './auth/sessions.controller.js';
import { SignInWaysController } from './auth/sign-in-ways.controller.js';
import { TokensController } from './auth/tokens.controller.js';
import { RefusedAttempts } from './auth/refused-attempts.js';
import { UndecidedRoutes } from './auth/undecided-routes.js';
import { AdjustmentsController } from './adjustments.controller.js';
import { SessionController } from './auth/session.controller.js';
import { SignInController } from './auth/sign-in.controller.js';
import { ClosedMonthsController } from './closed-months.controller.js';
import { CommitmentsController } from './commitments.controller.js';
import { CostsController } from './costs.controller.js';
import { CoverageController } from './coverage.controller.js';
import { DeploymentsController } from './deployments.controller.js';
import { DimensionsController } from './dimensions.controller.js';
import { ErrorFilter } from './error.filter.js';
import { CodingSessionsController } from './coding-sessions.controller.js';
import { ErrorsController } from './errors.controller.js';
import { DashboardsController, UnknownApiController } from './fallback.controllers.js';
import { ExportsController } from './exports.controller.js';
import { HealthController } from './health.controller.js';
import { JoinsController } from './joins.controller.js';
import { MetaController } from './meta.controller.js';
import { MeteredController } from './metered.controller.js';
import { ProfilesController } from './profiles.controller.js';
import { QuarantineController } from './quarantine.controller.js';
import { badParameterOf } from './query/bad-parameter-of.js';
import { QuestionReader } from './query/question.reader.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReadersController } from './readers.controller.js';
import { ReratesController } from './rerates.controller.js';
import { RequestsController } from './requests.controller.js';
import { SavingsController } from './savings.controller.js';
import {
  CLOCK,
  DATABASE_POOL,
  PRICING,
  PRISMA,
  QUARANTINE_REPLAY,
  SERVE_SETTINGS,
  SOURCE_ACCESS,
  SOURCES_STATUS,
  type QuarantineReplay,
  type ServeSettings,
  type SourceAccess,
  type SourcesStatus,
} from './serve.tokens.js';
import { SchemaDriftController } from './schema-drift.controller.js';
import { SetUpController } from './set-up/set-up.controller.js';
import { SourcesController } from './sources.controller.js';
import { ThroughputController } from './throughput.controller.js';
import { UnloggedController } from './unlogged.controller.js';
import { UnloggedHoursReader } from './unlogged-hours.reader.js';
import { UnmeteredController } from './unmetered.controller.js';
import { UsageController } from './usage.controller.js';
import { VerdictController } from './verdict.controller.js';

export interface ServeParts {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly settings: ServeSettings;
  readonly clock: Clock;
  readonly sources: SourcesStatus;
  readonly access: SourceAccess;
  /** Public list prices alone when left out. */
  readonly pricing?: Pricing | undefined;
  readonly watch: WatchSettings;
  readonly quarantine: QuarantineReplay;
  readonly audit: AuditParts;
}

/** The HTTP side: REST, sign-in, health and the dashboards. `setUpHttp` adds what belongs to the application itself. */
@Module({})
export class ServeModule {
  /** With its parts handed in. */
  static register(parts: ServeParts): DynamicModule {
    return ServeModule.using([
      { provide: DATABASE_POOL, useValue: parts.pool },
      { provide: PRISMA, useValue: parts.prisma },
      { provide: SERVE_SETTINGS, useValue: parts.settings },
      { provide: CLOCK, useValue: parts.clock },
      { provide: SOURCES_STATUS, useValue: parts.sources },
      { provide: SOURCE_ACCESS, useValue: parts.access },
      { provide: PRICING, useValue: parts.pricing ?? pricingOf() },
      { provide: WATCH_SETTINGS, useValue: parts.watch },
      { provide: QUARANTINE_REPLAY, useValue: parts.quarantine },
      { provide: AUDIT_PARTS, useValue: parts.audit },
    ]);
  }

  /** With providers for everything that `register` takes, and the modules they need. */
  static using(providers: Provider[], imports: NonNullable<DynamicModule['imports']> = []): DynamicModule {
    return {
      module: ServeModule,
      imports: [DiscoveryModule, ...imports],
      controllers: [
        UsageController,
        CostsController,
        SavingsController,
        CommitmentsController,
        RequestsController,
        CodingSessionsController,
        DimensionsController,
        SetUpController,
        SourcesController,
        CoverageController,
        MeteredController,
        UnloggedController,
        ReconciliationController,
        UnmeteredController,
        JoinsController,
        DeploymentsController,
        BilledController,
        ReadersController,
        ProfilesController,
        QuarantineController,
        ErrorsController,
        ThroughputController,
        SchemaDriftController,
        ReratesController,
        ClosedMonthsController,
        AdjustmentsController,
        VerdictController,
        AlertsController,
        ChannelsController,
        ExportsController,
        MetaController,
        SessionController,
        SignInController,
        SignInWaysController,
        OidcController,
        AccountController,
        SessionsController,
        TokensController,
        MembersController,
        AuditController,
        HealthController,
        // The order matters: these two take whatever the others left.
        UnknownApiController,
        DashboardsController,
      ],
      providers: [
        ...providers,
        QuestionReader,
        UnloggedHoursReader,
        UndecidedRoutes,
        AuditTrail,
        RefusedAttempts,
        ...authStores,
        ...authServices,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useFactory: () => new StandardSchemaValidationPipe({ exceptionFactory: badParameterOf }) },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [...authStores, MemberChanges, AuditTrail],
    };
  }
}
