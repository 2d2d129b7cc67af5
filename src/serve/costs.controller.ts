import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { costsByPriceBasis } from '../store/questions/costs-by-price-basis.js';
import { costsByTerms } from '../store/questions/costs-by-terms.js';
import { isDimension } from '../store/questions/dimensions.js';
import { unpricedUsage } from '../store/questions/unpriced-usage.js';
import { usageByGroup } from '../store/questions/usage-by-group.js';
import { inSnapshot } from '../store/snapshot.js';
import { dayOfEventId } from '../usage/event-id.js';
import { addDays } from '../usage/time-zone.js';
import { costsExplainedSchema, type CostsExplained } from './answers/explain.js';
import { costsAnswerSchema, type CostsAnswer } from './answers/usage.js';
import { currencyTable } from './convert-usage.js';
import { Documented } from './documented.js';
import { costsQuery, explainQuery, type CostsQuery, type ExplainQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { NotFound } from './request-errors.js';
import { DATABASE_POOL, PRICING } from './serve.tokens.js';
import { explainBases, explainEffective } from './shape-explain.js';
import { shapeMeasures, shapeTokenClassRows, shapeTotals, shapeUsageRow, sortRows, sumUsage } from './shape-usage.js';
import { refuseTooManyRows } from './too-many-rows.js';
import { usageInCurrency } from './usage-in-currency.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('costs')
@Access('figures')
@Controller('api/v1/costs')
export class CostsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  @Get()
  @Documented('getCosts', 'Costs of a range, by bucket and dimension or token class.', costsAnswerSchema)
  async getCosts(@Query({ schema: costsQuery }) query: CostsQuery, @AskedBy() caller: Caller): Promise<CostsAnswer> {
    const table = currencyTable(query.currency, this.pricing.currencies);
    const asked = this.questions.read(query, caller);
    const bucket = query.bucket ?? 'none';
    const groupBy = query.groupBy ?? [];
    const [scope, sums] = await Promise.all([
      this.questions.scope(asked, bucket),
      usageInCurrency(this.pool, { ...asked, bucket, groupBy: groupBy.filter(isDimension) }, table),
    ]);
    const told = { table, book: this.pricing.book };
    const rows = groupBy.includes('tokenClass')
      ? shapeTokenClassRows(sums, groupBy, table)
      : sortRows(sums, 'cost').map((row) => shapeUsageRow(row, told));
    refuseTooManyRows(rows.length);
    return { ...scope, totals: shapeTotals(sums, told), rows };
  }

  @Get('explain')
  @Documented(
    'explainCosts',
    'Every line that a cost is made of, with its rate, rule and source.',
    costsExplainedSchema,
    [400, 404],
  )
  async explainCosts(
    @Query({ schema: explainQuery }) query: ExplainQuery,
    @AskedBy() caller: Caller,
  ): Promise<CostsExplained> {
    const eventId = query.eventId ?? null;
    const asked = this.questions.read(eventId === null ? query : { ...query, ...utcDayOf(eventId) }, caller);
    const question = { ...asked, eventId };
    const [scope, { rows, bases, paid, unpriced }] = await Promise.all([
      this.questions.scope(asked, 'none'),
      inSnapshot(this.pool, async (snapshot) => ({
        rows: await usageByGroup(snapshot, { ...question, bucket: 'none', groupBy: [] }),
        bases: await costsByPriceBasis(snapshot, question),
        paid: await costsByTerms(snapshot, question),
        unpriced: await unpricedUsage(snapshot, question),
      })),
    ]);
    const totals = shapeMeasures(sumUsage(rows), this.pricing.book);
    if (eventId !== null && totals.requests === 0) throw new NotFound(`No request has the event id ${eventId}.`);
    return {
      ...scope,
      totals,
      lines: explainBases(bases, this.pricing.book),
      effective: paid.map(explainEffective),
      unpriced,
    };
  }
}

/** The day that the call lies in: the range of an answer about one call. */
function utcDayOf(eventId: string): { from: string; to: string; timeZone: string } {
  const from = dayOfEventId(eventId);
  return { from, to: addDays(from, 1), timeZone: 'UTC' };
}
