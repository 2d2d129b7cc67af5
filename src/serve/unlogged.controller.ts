import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import type { Clock } from '../runtime/clock.js';
import { unloggedAnswerSchema, type UnloggedAnswer } from './answers/unlogged.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { unloggedQuery, type UnloggedQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { CLOCK, DATABASE_POOL, PRICING, SOURCES_STATUS, type SourcesStatus } from './serve.tokens.js';
import { shapeUnlogged } from './shape-unlogged.js';
import { unloggedHours } from './unlogged-hours.js';

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
    const [{ range }, hours] = await Promise.all([
      this.questions.scope(asked, bucket),
      unloggedHours(this.pool, asked.range, {
        book: this.pricing.book,
        now: this.clock.now(),
        sources: this.sources,
      }),
    ]);
    return { range, ...shapeUnlogged(hours, BUCKET_OF[bucket]) };
  }
}

/** Meters count whole UTC hours, so that buckets are those of UTC. */
const BUCKET_OF = {
  none: () => null,
  hour: (at: number) => new Date(at).toISOString().replace('.000Z', 'Z'),
  day: (at: number) => new Date(at).toISOString().slice(0, 10),
} as const;
