import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { billedByDay, billedReadings } from '../store/questions/billed-by-day.js';
import { inSnapshot } from '../store/snapshot.js';
import { billedAnswerSchema, type BilledAnswer } from './answers/billed.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { rangeQuery, type RangeQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeBilled } from './shape-billed.js';

@ApiTags('costs')
@Access('wholeFigures')
@Controller('api/v1/billed')
export class BilledController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented('getBilled', 'What the cloud billed for Claude beside what was computed, by UTC day.', billedAnswerSchema)
  async getBilled(@Query({ schema: rangeQuery }) query: RangeQuery): Promise<BilledAnswer> {
    const asked = this.questions.readOfEverybody(query);
    const { range } = await this.questions.scope(asked, 'day');
    return inSnapshot(this.pool, async (snapshot) => ({
      range,
      ...shapeBilled(await billedByDay(snapshot, asked.range), await billedReadings(snapshot)),
    }));
  }
}
