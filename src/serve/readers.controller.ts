import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { readersBesideLogs } from '../store/questions/readers-beside-logs.js';
import { readersAnswerSchema, type ReadersAnswer } from './answers/readers.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { CLOCK, DATABASE_POOL } from './serve.tokens.js';
import { shapeReader } from './shape-readers.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/readers')
export class ReadersController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Documented(
    'listReaders',
    'At what point each reader is of what clouds tell beside their logs.',
    readersAnswerSchema,
    [],
  )
  async listReaders(@Query({ schema: noQuery }) _query: NoQuery): Promise<ReadersAnswer> {
    return { readers: (await readersBesideLogs(this.pool, this.clock.now())).map(shapeReader) };
  }
}
