import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { dimensionValues } from '../store/questions/dimension-values.js';
import { dimensionValuesAnswerSchema, type DimensionValuesAnswer } from './answers/usage.js';
import { Documented } from './documented.js';
import {
  dimensionParams,
  dimensionValuesQuery,
  type DimensionParams,
  type DimensionValuesQuery,
} from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { costUsdOf } from './shape-usage.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('dimensions')
@Access('figures')
@Controller('api/v1/dimensions')
export class DimensionsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get(':dimension')
  @Documented(
    'listDimensionValues',
    'Values of a dimension in the range, the most requested first.',
    dimensionValuesAnswerSchema,
  )
  async listDimensionValues(
    @Param({ schema: dimensionParams }) { dimension }: DimensionParams,
    @Query({ schema: dimensionValuesQuery }) query: DimensionValuesQuery,
    @AskedBy() caller: Caller,
  ): Promise<DimensionValuesAnswer> {
    const asked = this.questions.read({ ...query, groupBy: [dimension] }, caller);
    const { limit, search } = query;
    const rows = await dimensionValues(this.pool, { ...asked, dimension, limit, search: search ?? null });
    return {
      visible: asked.visible,
      values: rows.map(({ value, sums }) => ({ value, requests: sums.requests, costUsd: costUsdOf(sums) })),
    };
  }
}
