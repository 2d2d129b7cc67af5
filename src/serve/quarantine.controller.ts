import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { quarantineByReason } from '../store/questions/quarantine-by-reason.js';
import { quarantinedRecords } from '../store/questions/quarantined-records.js';
import {
  quarantineAnswerSchema,
  replayAnswerSchema,
  type QuarantineAnswer,
  type ReplayAnswer,
} from './answers/quarantine.js';
import { Documented } from './documented.js';
import { readNumberCursor } from './query/cursor.js';
import { replayBody, type ReplayBody } from './query/quarantine-schemas.js';
import { noQuery, quarantineQuery, type NoQuery, type QuarantineQuery } from './query/query-schemas.js';
import { Conflict } from './request-errors.js';
import { DATABASE_POOL, QUARANTINE_REPLAY, type QuarantineReplay } from './serve.tokens.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QUARANTINE_REPLAY) private readonly replay: QuarantineReplay,
    private readonly trail: AuditTrail,
  ) {}

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
        lastTriedAt: row.lastTriedAt?.toISOString() ?? null,
      })),
      nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Post('replay')
  @Access('operate')
  @HttpCode(200)
  @Documented(
    'replayQuarantine',
    'Read records in quarantine again, after an update or a change of the configuration.',
    replayAnswerSchema,
    [400, 409],
  )
  async replayQuarantine(
    @AskedBy() caller: Caller,
    @Query({ schema: noQuery }) _query: NoQuery,
    @Body({ schema: replayBody }) filter: ReplayBody,
  ): Promise<ReplayAnswer> {
    const detail = { sourceId: filter.sourceId ?? null, reason: filter.reason ?? null };
    // Noted before and after: what was read again stays so, should the replay break off.
    await this.trail.note(caller, { action: 'quarantine.replayBegun', target: null, detail });
    const report = await this.replay.replay(filter);
    if (report === null) throw new Conflict('The quarantine is being replayed already; ask again when that has ended.');
    await this.trail.note(caller, { action: 'quarantine.replayed', target: null, detail: { ...report } });
    return report;
  }
}
