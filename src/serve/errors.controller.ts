import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { callsByPlace } from '../store/questions/calls-by-place.js';
import { failedCalls } from '../store/questions/failed-calls.js';
import { errorsAnswerSchema, type ErrorsAnswer } from './answers/errors.js';
import { Documented } from './documented.js';
import { errorsQuery, type ErrorsQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeErrors } from './shape-errors.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('requests')
@Access('figures')
@Controller('api/v1/errors')
export class ErrorsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented('listErrors', 'Calls that failed or were blocked, by code, with what is advised.', errorsAnswerSchema)
  async listErrors(
    @Query({ schema: errorsQuery }) query: ErrorsQuery,
    @AskedBy() caller: Caller,
  ): Promise<ErrorsAnswer> {
    const asked = this.questions.read(query, caller);
    const [scope, failed, all] = await Promise.all([
      this.questions.scope(asked, 'none'),
      failedCalls(this.pool, asked),
      callsByPlace(this.pool, asked),
    ]);
    return { ...scope, ...shapeErrors(failed, all) };
  }
}
