import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { meterProgress } from '../store/questions/meter-progress.js';
import { loggedBesideMeter, logDeliveries, meteredUsage } from '../store/questions/metered-usage.js';
import { meteredAnswerSchema, type MeteredAnswer } from './answers/metered.js';
import { Documented } from './documented.js';
import { meteredQuery, type MeteredQuery } from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { pairMetered, shapeDeliveries, shapeMeter } from './shape-metered.js';
import { Access } from './auth/access.js';

@ApiTags('usage')
@Access('health')
@Controller('api/v1/metered')
export class MeteredController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented('getMetered', "What the cloud's own meters counted, beside what was logged.", meteredAnswerSchema)
  async getMetered(@Query({ schema: meteredQuery }) query: MeteredQuery): Promise<MeteredAnswer> {
    const { range, timeZone } = this.questions.readOfEverybody(query);
    const groupBy = query.groupBy ?? [];
    const question = { range, timeZone, groupBy, bucket: query.bucket ?? ('none' as const) };
    const [logged, metered, deliveries, meters] = await Promise.all([
      loggedBesideMeter(this.pool, question),
      meteredUsage(this.pool, question),
      logDeliveries(this.pool, question),
      meterProgress(this.pool),
    ]);
    return {
      range: {
        from: new Date(range.from).toISOString(),
        to: new Date(range.to).toISOString(),
        timeZone,
        bucket: question.bucket,
      },
      ...pairMetered(logged, metered, groupBy),
      meters: meters.map(shapeMeter),
      logDelivery: shapeDeliveries(deliveries),
    };
  }
}
