import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { deploymentLimits } from '../store/questions/deployment-limits.js';
import { throughput } from '../store/questions/throughput.js';
import { throughputAnswerSchema, type ThroughputAnswer } from './answers/throughput.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';
import { Documented } from './documented.js';
import { throughputQuery, type ThroughputQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeThroughput } from './shape-throughput.js';

@ApiTags('requests')
@Access('figures')
@Controller('api/v1/throughput')
export class ThroughputController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented(
    'getThroughput',
    'How long answers took, and how much went through in the busiest hour beside the limits.',
    throughputAnswerSchema,
  )
  async getThroughput(
    @Query({ schema: throughputQuery }) query: ThroughputQuery,
    @AskedBy() caller: Caller,
  ): Promise<ThroughputAnswer> {
    const asked = this.questions.read(query, caller);
    const [scope, rows, limits] = await Promise.all([
      this.questions.scope(asked, 'none'),
      throughput(this.pool, asked),
      deploymentLimits(this.pool, asked.range.to),
    ]);
    return { ...scope, ...shapeThroughput(rows, limits) };
  }
}
