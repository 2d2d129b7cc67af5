import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { calledAs } from '../store/questions/called-as.js';
import { deploymentsOfAccounts } from '../store/questions/deployment-history.js';
import type { Dimension } from '../store/questions/dimensions.js';
import { failedCalls } from '../store/questions/failed-calls.js';
import { meteredLatency, meteredLatencyByHour } from '../store/questions/metered-latency.js';
import { meteredPeaks, meteredPeaksByHour } from '../store/questions/metered-peaks.js';
import { meteredThrottles } from '../store/questions/metered-throttles.js';
import { performanceProgress } from '../store/questions/performance-progress.js';
import { answeredByHour, failedByHour } from '../store/questions/throughput-hours.js';
import { throughputByLimit } from '../store/questions/throughput-by-limit.js';
import { throughput } from '../store/questions/throughput.js';
import { type LimitSpan, limitSpans } from '../usage/limit-spans.js';
import type { Window } from '../usage/window.js';
import {
  throughputAnswerSchema,
  type ThroughputAnswer,
  throughputHoursAnswerSchema,
  type ThroughputHoursAnswer,
} from './answers/throughput.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';
import { Documented } from './documented.js';
import {
  throughputHoursQuery,
  type ThroughputHoursQuery,
  throughputQuery,
  type ThroughputQuery,
} from './query/query-schemas.js';
import { type Asked, QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeCalledAs, shapeLimitsOf, shapeThroughputHours } from './shape-throughput-hours.js';
import { shapeThroughput } from './shape-throughput.js';

/** What a meter can be asked by: it counts everybody, so that a question that leaves callers out has no answer of it. */
const PLACES: readonly Dimension[] = ['cloud', 'accountId', 'region', 'modelId', 'model', 'vendor', 'endpointScope'];

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
    'How long answers took, and how much went through in the busiest hour and minute beside the limits.',
    throughputAnswerSchema,
  )
  async getThroughput(
    @Query({ schema: throughputQuery }) query: ThroughputQuery,
    @AskedBy() caller: Caller,
  ): Promise<ThroughputAnswer> {
    const asked = this.questions.read(query, caller);
    const ofEverybody = asked.filters.staysWithin(PLACES);
    const spans = await this.limits(asked.range);
    const [scope, rows, underLimits, failed, metered, minutesRead] = await Promise.all([
      this.questions.scope(asked, 'none'),
      throughput(this.pool, asked),
      throughputByLimit(this.pool, asked, spans),
      failedCalls(this.pool, asked),
      ofEverybody ? this.metered(asked, spans) : null,
      ofEverybody ? performanceProgress(this.pool) : [],
    ]);
    return {
      ...scope,
      rows: shapeThroughput(rows, { spans, underLimits, failed, metered }),
      minutesRead: minutesRead.map(({ accountId, readFrom, readTo, words }) => ({
        accountId,
        readFrom: readFrom?.toISOString() ?? null,
        readTo: readTo?.toISOString() ?? null,
        words,
      })),
    };
  }

  @Get('hours')
  @Documented(
    'getThroughputHours',
    'The same of one row, hour by hour, and by which ids it was called.',
    throughputHoursAnswerSchema,
  )
  async getThroughputHours(
    @Query({ schema: throughputHoursQuery }) query: ThroughputHoursQuery,
    @AskedBy() caller: Caller,
  ): Promise<ThroughputHoursAnswer> {
    const { cloud, accountId, region, model = null, endpointScope, modelId, ...common } = query;
    const asked = this.questions.read(common, caller);
    const parts: readonly [Dimension, string | null | undefined][] = [
      ['cloud', cloud],
      ['accountId', accountId],
      ['region', region],
      ['model', model],
      ['endpointScope', endpointScope],
      ['modelId', modelId],
    ];
    const at = parts.reduce(
      (filters, [dimension, value]) =>
        value === undefined ? filters : filters.and({ dimension, exclude: false, values: [value] }),
      asked.filters,
    );
    const there = { range: asked.range, filters: at };
    const deployment = cloud === 'foundry' && modelId !== undefined ? { accountId, name: modelId } : null;
    const metered = asked.filters.staysWithin(PLACES) ? deployment : null;
    const [scope, spans, answered, failed, peaks, latency, called, failedBy] = await Promise.all([
      this.questions.scope(asked, 'hour'),
      this.limits(asked.range),
      answeredByHour(this.pool, there),
      failedByHour(this.pool, there),
      metered === null ? [] : meteredPeaksByHour(this.pool, asked.range, metered),
      metered === null ? [] : meteredLatencyByHour(this.pool, asked.range, metered),
      calledAs(this.pool, there),
      failedCalls(this.pool, there),
    ]);
    const shaped = shapeThroughputHours({ answered, failed, peaks, latency }, model);
    return {
      ...scope,
      // Who sees no call of a deployment is told nothing of it.
      limits: deployment === null || shaped.hours.length === 0 ? [] : shapeLimitsOf(deployment, spans),
      calledAs: shapeCalledAs(called, failedBy),
      ...shaped,
    };
  }

  /** The limits that deployments had in a range. */
  private async limits(range: Window): Promise<LimitSpan[]> {
    return limitSpans(await deploymentsOfAccounts(this.pool, 'foundry'), range);
  }

  private async metered({ range }: Asked, spans: readonly LimitSpan[]) {
    const [peaks, latency, throttles] = await Promise.all([
      meteredPeaks(this.pool, range, spans),
      meteredLatency(this.pool, range),
      meteredThrottles(this.pool, range),
    ]);
    return { peaks, latency, throttles };
  }
}
