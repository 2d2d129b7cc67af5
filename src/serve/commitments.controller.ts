import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { commitmentChanges, commitmentOf } from '../price/commitments.js';
import type { Pricing } from '../price/pricing.js';
import type { Clock } from '../runtime/clock.js';
import type { Filter } from '../store/questions/dimensions.js';
import type { ScopedFilters } from '../store/questions/scoped-filters.js';
import { usageByLabel } from '../store/questions/usage-by-label.js';
import { PRICE_SUMS } from '../store/questions/usage-sums.js';
import { inSnapshot } from '../store/snapshot.js';
import { HOUR_MS, type Window } from '../usage/window.js';
import { commitmentsAnswerSchema, type CommitmentsAnswer } from './answers/commitments.js';
import { Documented } from './documented.js';
import { commitmentsQuery, type CommitmentsQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { CLOCK, DATABASE_POOL, PRICING } from './serve.tokens.js';
import { type CommitmentUse, shapeCommitments } from './shape-commitments.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

const PROVISIONED: Filter = { dimension: 'endpointScope', exclude: false, values: ['provisioned'] };

/** What provisioned throughput costs whether it is used or not. */
@ApiTags('costs')
@Access('wholeFigures')
@Controller('api/v1/costs/commitments')
export class CommitmentsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Documented('getCommitments', 'The fixed cost of provisioned throughput, shared out by use.', commitmentsAnswerSchema)
  async getCommitments(
    @Query({ schema: commitmentsQuery }) query: CommitmentsQuery,
    @AskedBy() caller: Caller,
  ): Promise<CommitmentsAnswer> {
    const { commitments } = this.pricing;
    const asked = this.questions.read(query, caller);
    const window = hoursOf(asked.range, this.clock.now());
    const use = (filters: ScopedFilters) => ({
      range: window,
      // Hours are of UTC, whatever zone the range was given in.
      timeZone: 'UTC',
      builtTimeZones: asked.builtTimeZones,
      bucket: 'hour' as const,
      groupBy: query.groupBy ?? [],
      filters: filters.and(PROVISIONED),
      cuts: commitmentChanges(commitments),
    });
    const [scope, counted] = await Promise.all([
      this.questions.scope(asked, 'none'),
      inSnapshot(this.pool, async (snapshot): Promise<CommitmentUse> => {
        if (window.from === window.to) return { window, all: [], filtered: [] };
        const ask = (filters: ScopedFilters) =>
          usageByLabel(snapshot, use(filters), PRICE_SUMS, (series, at) => {
            const label = commitmentOf({ ...series, occurredAt: new Date(at).toISOString() }, commitments);
            return { key: label?.name ?? '', label };
          });
        const all = await ask(asked.filters.whole);
        return { window, all, filtered: asked.filters.asksForNothing ? all : await ask(asked.filters) };
      }),
    ]);
    return {
      ...scope,
      countedFrom: new Date(window.from).toISOString(),
      countedTo: new Date(window.to).toISOString(),
      ...shapeCommitments(commitments, counted),
    };
  }
}

/** The hours that begin in a range and have begun by now: capacity is paid by the whole hour. */
function hoursOf({ from, to }: Window, now: number): Window {
  const start = Math.ceil(from / HOUR_MS) * HOUR_MS;
  const end = Math.min(Math.ceil(to / HOUR_MS) * HOUR_MS, Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS);
  return { from: start, to: Math.max(start, end) };
}
