import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { unloggedUsage } from '../price/unlogged.js';
import type { Clock } from '../runtime/clock.js';
import { settingsHistory } from '../store/questions/settings-history.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { loggedByHour, meteredByHour } from '../store/questions/unlogged-usage.js';
import { loggingFactsOf } from '../watch/logging-facts-of.js';
import { DAY_MS } from '../usage/window.js';
import { unloggedAnswerSchema, type UnloggedAnswer } from './answers/unlogged.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { unloggedQuery, type UnloggedQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { readingFactsOf } from './reading-facts.js';
import { CLOCK, DATABASE_POOL, PRICING, SOURCES_STATUS, type SourcesStatus } from './serve.tokens.js';
import { shapeUnlogged } from './shape-unlogged.js';

@ApiTags('usage')
@Access('wholeFigures')
@Controller('api/v1/unlogged')
export class UnloggedController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
  ) {}

  @Get()
  @Documented(
    'getUnlogged',
    'Usage that a cloud metered and no log tells of, priced, with its likely cause.',
    unloggedAnswerSchema,
  )
  async getUnlogged(@Query({ schema: unloggedQuery }) query: UnloggedQuery): Promise<UnloggedAnswer> {
    const asked = this.questions.readOfEverybody(query);
    const bucket = query.bucket ?? 'none';
    const now = this.clock.now();
    const [{ range }, metered, logged, settings, progress] = await Promise.all([
      this.questions.scope(asked, bucket),
      meteredByHour(this.pool, asked.range),
      loggedByHour(this.pool, asked.range),
      settingsHistory(this.pool, { since: asked.range.from - DAY_MS }),
      sourceProgress(this.pool),
    ]);
    const hours = unloggedUsage(metered, logged, {
      book: this.pricing.book,
      now,
      loggingAt: loggingFactsOf(settings, now),
      readingOf: readingFactsOf(this.sources.list(), progress, now),
    });
    return { range, ...shapeUnlogged(hours, BUCKET_OF[bucket]) };
  }
}

/** Meters count whole UTC hours, so that buckets are those of UTC. */
const BUCKET_OF = {
  none: () => null,
  hour: (at: number) => new Date(at).toISOString().replace('.000Z', 'Z'),
  day: (at: number) => new Date(at).toISOString().slice(0, 10),
} as const;
