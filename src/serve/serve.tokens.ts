import type { SourceConfig } from '../runtime/config/schema.js';
import type { SignInConfig } from '../runtime/config/sign-in-schema.js';
import type { QuarantineFilter } from '../store/quarantine.store.js';
import type { Cloud } from '../usage/cloud.js';
import type { ReplayAnswer } from './answers/quarantine.js';

/** What the composition root hands in, by these names. */
export const DATABASE_POOL = Symbol('pg.Pool');
export const PRISMA = Symbol('PrismaClient');
export const SERVE_SETTINGS = Symbol('ServeSettings');
export const CLOCK = Symbol('Clock');
export const PRICING = Symbol('Pricing');
export const SOURCES_STATUS = Symbol('SourcesStatus');
export const SOURCE_ACCESS = Symbol('SourceAccess');
export const QUARANTINE_REPLAY = Symbol('QuarantineReplay');

export interface ServeSettings {
  readonly reportingTimeZone: string;
  /** Zones that usage_daily holds; UTC always is one of them. */
  readonly builtTimeZones: readonly string[];
  /** Folder of the built dashboards, or null when there is none. */
  readonly dashboardsDir: string | null;
  readonly demo: boolean;
  /** Where the stand-in tells what it emitted (demo only). */
  readonly ledgerUrl: string | null;
  readonly version: string;
  /** The rules that this process prices by: version of the price book, and a digest of mappings and terms. */
  readonly pricingBasis: string;
  /** True when the service is reached over HTTPS: cookies are then never sent without it. */
  readonly cookieSecure: boolean;
  /** The address that people open, without a path; null where it is host and port. */
  readonly publicUrl: string | null;
  /** Whose word about a caller's address is believed: how many proxies, or which. */
  readonly trustProxy: number | readonly string[];
  readonly signIn: SignInConfig;
  /** Of one member or token. */
  readonly requestsPerMinute: number;
}

/** A source as it is configured, and when it will run next. */
export interface SourceStatus {
  readonly sourceId: string;
  readonly cloud: Cloud;
  /** `bedrock-cloudwatch` and the like. */
  readonly kind: string;
  readonly accountId: string | null;
  readonly region: string | null;
  readonly logGroup: string | null;
  readonly bucket: string | null;
  readonly historyDays: number;
  /** Cron expression. */
  readonly schedule: string;
  readonly nextRunAt: Date | null;
}

export interface SourcesStatus {
  list(): readonly SourceStatus[];
}

/** One thing that a source needs, tried for real: whether it is so, in words, with what to do where it is not. */
export interface AccessTried {
  /** Empty for the reading of the log itself. */
  readonly part: string;
  readonly ok: boolean;
  readonly words: string;
}

/** Tries whether a source could be read, as `ledgerline doctor` does. Nothing is stored. */
export interface SourceAccess {
  check(source: SourceConfig, now: number): Promise<readonly AccessTried[]>;
}

/** Reads records in quarantine again; null when another instance is at it. */
export interface QuarantineReplay {
  replay(filter: QuarantineFilter): Promise<ReplayAnswer | null>;
}
