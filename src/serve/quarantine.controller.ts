import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { quarantineByReason } from '../store/questions/quarantine-by-reason.js';
import { quarantinedRecords } from '../store/questions/quarantined-records.js';
import { quarantineAnswerSchema, type QuarantineAnswer } from './answers/quarantine.js';
import { Documented } from './documented.js';
import { readNumberCursor } from './query/cursor.js';
import { quarantineQuery, type QuarantineQuery } from './query/query-schemas.js';
import { DATABASE_POOL } from './serve.tokens.js';

@ApiTags('sources')
@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  @Get()
  @Documented('listQuarantine', 'Records that could not be read, the newest first.', quarantineAnswerSchema)
  async listQuarantine(@Query({ schema: quarantineQuery }) query: QuarantineQuery): Promise<QuarantineAnswer> {
    const [byReason, rows] = await Promise.all([
      quarantineByReason(this.pool),
      quarantinedRecords(this.pool, readNumberCursor(query.cursor), query.limit + 1),
    ]);
    const page = rows.slice(0, query.limit);
    return {
      total: byReason.reduce((total, { count }) => total + count, 0),
      byReason,
      rows: page.map((row) => ({
        ...row,
        firstSeenAt: row.firstSeenAt.toISOString(),
        entryTime: row.entryTime?.toISOString() ?? null,
      })),
      nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    };
  }
}
