import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { usageByGroup } from '../store/questions/usage-by-group.js';
import { usageAnswerSchema, type UsageAnswer } from './answers/usage.js';
import { Documented } from './documented.js';
import { usageQuery, type UsageQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeMeasures, shapeUsageRow, sortRows, sumUsage } from './shape-usage.js';

@ApiTags('usage')
@Controller('api/v1/usage')
export class UsageController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented('getUsage', 'Requests, tokens and cost of a range, by bucket and dimension.', usageAnswerSchema)
  async getUsage(@Query({ schema: usageQuery }) query: UsageQuery): Promise<UsageAnswer> {
    const asked = this.questions.read(query);
    const bucket = query.bucket ?? 'none';
    const [scope, rows] = await Promise.all([
      this.questions.scope(asked, bucket),
      usageByGroup(this.pool, { ...asked, bucket, groupBy: query.groupBy ?? [] }),
    ]);
    return { ...scope, totals: shapeMeasures(sumUsage(rows)), rows: sortRows(rows, 'requests').map(shapeUsageRow) };
  }
}
