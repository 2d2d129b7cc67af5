import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { moveChanges } from '../price/premium-paid.js';
import type { Pricing } from '../price/pricing.js';
import { imaginedChanges } from '../price/what-if-period.js';
import { usageByLabel } from '../store/questions/usage-by-label.js';
import { PRICE_SUMS } from '../store/questions/usage-sums.js';
import { inSnapshot } from '../store/snapshot.js';
import { premiumAnswerSchema, type PremiumAnswer } from './answers/premium.js';
import { periodWhatIfAnswerSchema, type PeriodWhatIfAnswer } from './answers/what-if-period.js';
import { currencyTable, cutsOf } from './convert-usage.js';
import { Documented } from './documented.js';
import { changeOf } from './query/change-of.js';
import { periodWhatIfQuery, premiumQuery, type PeriodWhatIfQuery, type PremiumQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL, PRICING } from './serve.tokens.js';
import { premiumLabel, shapePremium } from './shape-premium.js';
import { shapePeriodWhatIf, whatIfLabel } from './shape-what-if-period.js';
import { refuseTooManyRows } from './too-many-rows.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

/** What could be, or could have been, cheaper. */
@ApiTags('costs')
@Access('figures')
@Controller('api/v1/costs')
export class SavingsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  @Get('premium')
  @Documented(
    'getPremium',
    'The premium paid, and what moving to global endpoints would have saved.',
    premiumAnswerSchema,
  )
  async getPremium(
    @Query({ schema: premiumQuery }) query: PremiumQuery,
    @AskedBy() caller: Caller,
  ): Promise<PremiumAnswer> {
    const { residency, currencies } = this.pricing;
    const table = currencyTable(query.currency, currencies);
    const asked = this.questions.read(query, caller);
    const bucket = query.bucket ?? 'none';
    const question = {
      ...asked,
      bucket,
      groupBy: query.groupBy ?? [],
      cuts: [...moveChanges(residency), ...cutsOf(table)],
    };
    const [scope, usage] = await Promise.all([
      this.questions.scope(asked, bucket),
      inSnapshot(this.pool, (snapshot) =>
        usageByLabel(snapshot, question, PRICE_SUMS, (series, at) => premiumLabel(series, at, residency, table)),
      ),
    ]);
    const answer = shapePremium(usage, residency, table);
    refuseTooManyRows(answer.rows.length);
    return { ...scope, ...answer };
  }

  @Get('what-if')
  @Documented(
    'getPeriodWhatIf',
    'What the calls of a range would have cost otherwise, at list price.',
    periodWhatIfAnswerSchema,
  )
  async getPeriodWhatIf(
    @Query({ schema: periodWhatIfQuery }) query: PeriodWhatIfQuery,
    @AskedBy() caller: Caller,
  ): Promise<PeriodWhatIfAnswer> {
    const { book } = this.pricing;
    const change = changeOf(query, book);
    const asked = this.questions.read(query, caller);
    const question = { ...asked, bucket: 'none' as const, groupBy: query.groupBy ?? [], cuts: imaginedChanges(book) };
    const [scope, usage] = await Promise.all([
      this.questions.scope(asked, 'none'),
      inSnapshot(this.pool, (snapshot) => usageByLabel(snapshot, question, PRICE_SUMS, whatIfLabel)),
    ]);
    const answer = shapePeriodWhatIf(usage, change, book);
    return { ...scope, change: change.kind, target: query.target ?? null, ...answer };
  }
}
