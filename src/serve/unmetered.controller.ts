import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { unmeteredByDay } from '../store/questions/unmetered-by-day.js';
import { unmeteredAnswerSchema, type UnmeteredAnswer } from './answers/unmetered.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { rangeQuery, type RangeQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeUnmetered } from './shape-unmetered.js';
import { refuseTooManyRows } from './too-many-rows.js';

@ApiTags('usage')
@Access('health')
@Controller('api/v1/unmetered')
export class UnmeteredController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented(
    'getUnmetered',
    'Where a gateway logged more than was metered: what was carried within the day, and what is left owed.',
    unmeteredAnswerSchema,
  )
  async getUnmetered(@Query({ schema: rangeQuery }) query: RangeQuery): Promise<UnmeteredAnswer> {
    const asked = this.questions.readOfEverybody(query);
    const [{ range }, rows] = await Promise.all([
      this.questions.scope(asked, 'day'),
      unmeteredByDay(this.pool, asked.range),
    ]);
    refuseTooManyRows(rows.length);
    return { range, ...shapeUnmetered(rows) };
  }
}
