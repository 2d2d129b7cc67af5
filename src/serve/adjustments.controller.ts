import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { costAdjustments } from '../store/questions/cost-adjustments.js';
import { adjustmentsAnswerSchema, type AdjustmentsAnswer } from './answers/rerates.js';
import { Documented } from './documented.js';
import { adjustmentsQuery, type AdjustmentsQuery } from './query/rerate-schemas.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeAdjustments } from './shape-rerates.js';
import { Access } from './auth/access.js';

@ApiTags('prices')
@Access('wholeFigures')
@Controller('api/v1/adjustments')
export class AdjustmentsController {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  @Get()
  @Documented(
    'listAdjustments',
    'Corrections of closed months, by the month in which they were booked.',
    adjustmentsAnswerSchema,
  )
  async listAdjustments(@Query({ schema: adjustmentsQuery }) query: AdjustmentsQuery): Promise<AdjustmentsAnswer> {
    const { from = null, to = null } = query;
    return shapeAdjustments(await costAdjustments(this.pool, { from, to }));
  }
}
