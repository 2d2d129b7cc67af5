import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Clock } from '../../runtime/clock.js';
import type { Pricing } from '../../price/pricing.js';
import type { Bucket, Filter } from '../../store/questions/dimensions.js';
import { sourceProgress } from '../../store/questions/source-progress.js';
import type { Window } from '../../usage/window.js';
import type { Scope } from '../answers/scope.js';
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

/** What the common query of a request asks about. */
export interface Asked {
  readonly range: Window;
  readonly timeZone: string;
  readonly filters: readonly Filter[];
  readonly builtTimeZones: readonly string[];
}

/** Turns queries into questions, and says with each answer what it covers. */
@Injectable()
export class QuestionReader {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  read(
    query: RangeText & { readonly timeZone?: string | undefined; readonly filter?: readonly Filter[] | undefined },
  ): Asked {
    const timeZone = query.timeZone ?? this.settings.reportingTimeZone;
    const parsed = parseRange(query, timeZone, this.clock.now());
    if ('error' in parsed) throw new BadParameter(parsed.field, parsed.error);
    return {
      range: parsed.range,
      timeZone,
      filters: query.filter ?? [],
      builtTimeZones: this.settings.builtTimeZones,
    };
  }

  async scope(asked: Asked, bucket: Bucket): Promise<Scope> {
    const progress = await sourceProgress(this.pool);
    const completeUpTo = completeUpToOfAll(this.sources.list(), progress);
    return {
      range: {
        from: new Date(asked.range.from).toISOString(),
        to: new Date(asked.range.to).toISOString(),
        timeZone: asked.timeZone,
        bucket,
      },
      completeUpTo: completeUpTo === null ? null : new Date(completeUpTo).toISOString(),
      priceBook: this.pricing.book.version,
    };
  }
}
