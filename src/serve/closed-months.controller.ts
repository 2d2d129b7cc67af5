import { Body, Controller, Get, Inject, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import type { Clock } from '../runtime/clock.js';
import { closeMonth } from '../store/closed-months.store.js';
import { closedMonths, type ClosedMonthRow } from '../store/questions/closed-months.js';
import {
  closedMonthSchema,
  closedMonthsAnswerSchema,
  type ClosedMonthAnswer,
  type ClosedMonthsAnswer,
} from './answers/rerates.js';
import { AskedBy, wordsOfCaller, type Caller } from './auth/caller.js';
import { Documented } from './documented.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { closeMonthBody, type CloseMonthBody } from './query/rerate-schemas.js';
import { BadParameter, Conflict } from './request-errors.js';
import { CLOCK, DATABASE_POOL, PRICING } from './serve.tokens.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';

/** Months whose calls keep their prices; what would change in them is booked as adjustments. */
@ApiTags('prices')
@Access('wholeFigures')
@Controller('api/v1/closed-months')
export class ClosedMonthsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PRICING) private readonly pricing: Pricing,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Documented('listClosedMonths', 'Closed months, the newest first.', closedMonthsAnswerSchema)
  async listClosedMonths(@Query({ schema: noQuery }) _query: NoQuery): Promise<ClosedMonthsAnswer> {
    return { months: (await closedMonths(this.pool)).map(shapeClosedMonth) };
  }

  @Post()
  @Access('closeBooks')
  @UseGuards(JsonBodyGuard)
  @Documented(
    'closeMonth',
    'Close a UTC month that has ended: its calls keep their prices from now on.',
    closedMonthSchema,
    [400, 409, 415],
    201,
  )
  async closeMonth(
    @AskedBy() caller: Caller,
    @Body({ schema: closeMonthBody }) { month }: CloseMonthBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<ClosedMonthAnswer> {
    const current = new Date(this.clock.now()).toISOString().slice(0, 7);
    if (month >= current) {
      throw new BadParameter('month', `${month} has not ended: it is ${current}, and months are those of UTC.`);
    }
    const order = { month, closedBy: wordsOfCaller(caller), priceBook: this.pricing.book.version };
    const outcome = await this.trail.change(caller, async (client) => {
      const closing = await closeMonth(client, order);
      const deed = { action: 'month.closed', target: month, detail: { priceBook: order.priceBook } };
      return { outcome: closing, deed: closing === 'closed' ? deed : null };
    });
    if (outcome === 'wasClosed') throw new Conflict(`${month} is closed already.`);
    if (outcome !== 'closed') {
      throw new Conflict(
        `Run ${outcome.busyRunId} is pricing calls of ${month} again: wait until it is done, or cancel it.`,
      );
    }
    const row = (await closedMonths(this.pool)).find((closed) => closed.month === month);
    if (row === undefined) throw new Error(`closed_month: ${month} is gone`);
    return shapeClosedMonth(row);
  }
}

const shapeClosedMonth = ({ closedAt, ...row }: ClosedMonthRow): ClosedMonthAnswer => ({
  ...row,
  closedAt: closedAt.toISOString(),
});
