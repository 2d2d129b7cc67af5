import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { usageAnswerSchema, type UsageAnswer } from './answers/usage.js';
import { currencyTable } from './convert-usage.js';
import { Documented } from './documented.js';
import { usageQuery, type UsageQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL, PRICING } from './serve.tokens.js';
import { shapeTotals, shapeUsageRow, sortRows } from './shape-usage.js';
import { usageInCurrency } from './usage-in-currency.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('usage')
@Access('figures')
@Controller('api/v1/usage')
export class UsageController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  @Get()
  @Documented('getUsage', 'Requests, tokens and cost of a range, by bucket and dimension.', usageAnswerSchema)
  async getUsage(@Query({ schema: usageQuery }) query: UsageQuery, @AskedBy() caller: Caller): Promise<UsageAnswer> {
    const table = currencyTable(query.currency, this.pricing.currencies);
    const asked = this.questions.read(query, caller);
    const bucket = query.bucket ?? 'none';
    const [scope, rows] = await Promise.all([
      this.questions.scope(asked, bucket),
      usageInCurrency(this.pool, { ...asked, bucket, groupBy: query.groupBy ?? [] }, table),
    ]);
    const told = { table, book: this.pricing.book };
    return {
      ...scope,
      totals: shapeTotals(rows, told),
      rows: sortRows(rows, 'requests').map((row) => shapeUsageRow(row, told)),
    };
  }
}
