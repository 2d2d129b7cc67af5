import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { deploymentLimits } from '../store/questions/deployment-limits.js';
import type { Dimension } from '../store/questions/dimensions.js';
import { failedCalls } from '../store/questions/failed-calls.js';
import { meteredLatency, meteredLatencyByHour } from '../store/questions/metered-latency.js';
import { meteredPeaks, meteredPeaksByHour } from '../store/questions/metered-peaks.js';
import { meteredThrottles } from '../store/questions/metered-throttles.js';
import { performanceProgress } from '../store/questions/performance-progress.js';
import { answeredByHour, failedByHour } from '../store/questions/throughput-hours.js';
import { throughput } from '../store/questions/throughput.js';
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
import { shapeThroughputHours } from './shape-throughput-hours.js';
import { countedBy, limitsOf, shapeThroughput } from './shape-throughput.js';

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
    const [scope, rows, limits, failed, metered, minutesRead] = await Promise.all([
      this.questions.scope(asked, 'none'),
      throughput(this.pool, asked),
      deploymentLimits(this.pool, asked.range.to),
      failedCalls(this.pool, asked),
      ofEverybody ? this.metered(asked) : null,
      ofEverybody ? performanceProgress(this.pool) : [],
    ]);
    return {
      ...scope,
      rows: shapeThroughput(rows, { limits, failed, metered }),
      minutesRead: minutesRead.map(({ accountId, readFrom, readTo, words }) => ({
        accountId,
        readFrom: readFrom?.toISOString() ?? null,
        readTo: readTo?.toISOString() ?? null,
        words,
      })),
    };
  }

  @Get('hours')
  @Documented('getThroughputHours', 'The same of one deployment or model, hour by hour.', throughputHoursAnswerSchema)
  async getThroughputHours(
    @Query({ schema: throughputHoursQuery }) query: ThroughputHoursQuery,
    @AskedBy() caller: Caller,
  ): Promise<ThroughputHoursAnswer> {
    const { cloud, accountId, region, modelId, model = null, ...common } = query;
    const asked = this.questions.read(common, caller);
    const parts: readonly [Dimension, string | null][] = [
      ['cloud', cloud],
      ['accountId', accountId],
      ['region', region],
      ['modelId', modelId],
      ['model', model],
    ];
    const at = parts.reduce(
      (filters, [dimension, value]) => filters.and({ dimension, exclude: false, values: [value] }),
      asked.filters,
    );
    const deployment = { accountId, name: modelId };
    const isMetered = cloud === 'foundry' && asked.filters.staysWithin(PLACES);
    const there = { range: asked.range, filters: at };
    const [scope, limits, answered, failed, peaks, latency] = await Promise.all([
      this.questions.scope(asked, 'hour'),
      deploymentLimits(this.pool, asked.range.to),
      answeredByHour(this.pool, there),
      failedByHour(this.pool, there),
      isMetered ? meteredPeaksByHour(this.pool, asked.range, deployment) : [],
      isMetered ? meteredLatencyByHour(this.pool, asked.range, deployment) : [],
    ]);
    const shaped = shapeThroughputHours({ answered, failed, peaks, latency }, model);
    // Who sees no call of a deployment is told nothing of it.
    const own = shaped.hours.length === 0 ? [] : limitsOf({ accountId, modelId }, limits);
    return {
      ...scope,
      limits: own.map(({ key, count, renewalPeriodSeconds }) => ({
        key,
        limit: count,
        periodSeconds: renewalPeriodSeconds,
        counts: countedBy(key),
      })),
      ...shaped,
    };
  }

  private async metered({ range }: Asked) {
    const [peaks, latency, throttles] = await Promise.all([
      meteredPeaks(this.pool, range),
      meteredLatency(this.pool, range),
      meteredThrottles(this.pool, range),
    ]);
    return { peaks, latency, throttles };
  }
}
