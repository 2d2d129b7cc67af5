import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { joinsByDay } from '../store/questions/joins-by-day.js';
import { joinsAnswerSchema, type JoinsAnswer } from './answers/joins.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { rangeQuery, type RangeQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeJoins } from './shape-joins.js';
import { refuseTooManyRows } from './too-many-rows.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/joins')
export class JoinsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented('listJoins', 'How calls of which several logs tell were put together, by day.', joinsAnswerSchema)
  async listJoins(@Query({ schema: rangeQuery }) query: RangeQuery): Promise<JoinsAnswer> {
    const asked = this.questions.readOfEverybody(query);
    const [{ range }, rows] = await Promise.all([
      this.questions.scope(asked, 'day'),
      joinsByDay(this.pool, asked.range),
    ]);
    refuseTooManyRows(rows.length);
    return { range, notInBase: rows.reduce((sum, row) => sum + row.notInBase, 0), rows: rows.map(shapeJoins) };
  }
}
