import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Clock } from '../../runtime/clock.js';
import type { Pricing } from '../../price/pricing.js';
import type { Bucket, Filter } from '../../store/questions/dimensions.js';
import { ScopedFilters } from '../../store/questions/scoped-filters.js';
import { joinsDue } from '../../store/questions/joins-due.js';
import { sourceProgress } from '../../store/questions/source-progress.js';
import type { Window } from '../../usage/window.js';
import type { Scope, Visible } from '../answers/scope.js';
import type { Caller } from '../auth/caller.js';
import { BadParameter } from '../request-errors.js';
import {
  CLOCK,
  DATABASE_POOL,
  PRICING,
  SERVE_SETTINGS,
  SOURCES_STATUS,
  type ServeSettings,
  type SourcesStatus,
} from '../serve.tokens.js';
import { completeUpToOfAll } from '../source-standing.js';
import { parseRange, type RangeText } from './range.js';
import { refuseProbing, visibleTo, type AboutWhom } from './visible.js';

/** What the common query of a request asks about. */
export interface Asked {
  readonly range: Window;
  readonly timeZone: string;
  readonly filters: ScopedFilters;
  readonly builtTimeZones: readonly string[];
  readonly visible: Visible;
}

/** A query of a route that answers about calls. */
interface CallsQuery extends RangeText, AboutWhom {
  readonly timeZone?: string | undefined;
  readonly filter?: readonly Filter[] | undefined;
}

/** Turns queries into questions within what the caller may see, and says with each answer what it covers. */
@Injectable()
export class QuestionReader {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  /** The one place where the limit of the caller's teams comes into a question. */
  read(query: CallsQuery, caller: Caller): Asked {
    refuseProbing(caller, query);
    return this.within(caller.teams, query, visibleTo(caller));
  }

  /** Of every team: for routes about collecting, which count calls by source and place and are asked with `health`. */
  readOfEverybody(query: RangeText & { readonly timeZone?: string | undefined }): Asked {
    return this.within(null, query, { teams: null, masked: [], words: null });
  }

  /** What a caller may see of single calls. */
  callsFor(caller: Caller): { readonly filters: ScopedFilters; readonly visible: Visible } {
    return { filters: ScopedFilters.within(caller.teams), visible: visibleTo(caller) };
  }

  private within(teams: readonly string[] | null, query: CallsQuery, visible: Visible): Asked {
    const timeZone = query.timeZone ?? this.settings.reportingTimeZone;
    const parsed = parseRange(query, timeZone, this.clock.now());
    if ('error' in parsed) throw new BadParameter(parsed.field, parsed.error);
    return {
      range: parsed.range,
      timeZone,
      filters: ScopedFilters.within(teams, query.filter),
      builtTimeZones: this.settings.builtTimeZones,
      visible,
    };
  }

  async scope(asked: Asked, bucket: Bucket): Promise<Scope> {
    const [progress, dueAt] = await Promise.all([sourceProgress(this.pool), joinsDue(this.pool, asked.range)]);
    const completeUpTo = completeUpToOfAll(this.sources.list(), progress);
    return {
      visible: asked.visible,
      range: {
        from: new Date(asked.range.from).toISOString(),
        to: new Date(asked.range.to).toISOString(),
        timeZone: asked.timeZone,
        bucket,
      },
      completeUpTo: completeUpTo === null ? null : new Date(completeUpTo).toISOString(),
      joinsDueAt: dueAt?.toISOString() ?? null,
      priceBook: this.pricing.book.version,
    };
  }
}
