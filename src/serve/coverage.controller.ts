import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { usageByGroup } from '../store/questions/usage-by-group.js';
import { coverageAnswerSchema, type CoverageAnswer } from './answers/sources.js';
import { coverageOf, localDays } from './coverage.js';
import { Documented } from './documented.js';
import { rangeQuery, type RangeQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { CLOCK, DATABASE_POOL, SOURCES_STATUS, type SourcesStatus } from './serve.tokens.js';
import { Access } from './auth/access.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/coverage')
export class CoverageController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Documented('getCoverage', 'Which days of which source have been read.', coverageAnswerSchema)
  async getCoverage(@Query({ schema: rangeQuery }) query: RangeQuery): Promise<CoverageAnswer> {
    const asked = this.questions.readOfEverybody(query);
    const days = localDays(asked.timeZone, asked.range);
    const [progress, rows] = await Promise.all([
      sourceProgress(this.pool),
      usageByGroup(this.pool, { ...asked, bucket: 'day', groupBy: ['sourceId'] }),
    ]);
    const now = this.clock.now();
    const requests = new Map(rows.map((row) => [`${row.group['sourceId']}\n${row.bucket}`, row.sums.requests]));
    return {
      days: days.map((day) => day.date),
      sources: this.sources.list().map(({ sourceId }) => ({
        sourceId,
        days: days.map((day) => {
          const { collected, state } = coverageOf(day, progress.get(sourceId)?.covered ?? [], now);
          return { day: day.date, requests: requests.get(`${sourceId}\n${day.date}`) ?? 0, collected, state };
        }),
      })),
    };
  }
}
