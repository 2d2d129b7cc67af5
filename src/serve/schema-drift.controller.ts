import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { acknowledgeDrift } from '../store/drift.store.js';
import { schemaDrift } from '../store/questions/schema-drift.js';
import { DRIFT_KINDS } from '../usage/drift.js';
import { schemaDriftAnswerSchema, type SchemaDriftAnswer } from './answers/schema-drift.js';
import { Documented } from './documented.js';
import { driftParams, noQuery, type DriftParams, type NoQuery } from './query/query-schemas.js';
import { NotFound } from './request-errors.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/schema-drift')
export class SchemaDriftController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Documented('listSchemaDrift', 'What the logs hold that this version does not know.', schemaDriftAnswerSchema, [])
  async listSchemaDrift(@Query({ schema: noQuery }) _query: NoQuery): Promise<SchemaDriftAnswer> {
    const rows = await schemaDrift(this.pool);
    return {
      unacknowledged: rows.filter(({ acknowledgedAt }) => acknowledgedAt === null).length,
      rows: rows.map((row) => ({
        ...row,
        words: DRIFT_KINDS[row.kind],
        firstSeenAt: row.firstSeenAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      })),
    };
  }

  @Post(':driftId/acknowledge')
  @Access('operate')
  @HttpCode(200)
  @Documented('acknowledgeSchemaDrift', 'Somebody has seen it.', schemaDriftAnswerSchema, [400, 404])
  async acknowledge(
    @AskedBy() caller: Caller,
    @Param({ schema: driftParams }) { driftId }: DriftParams,
    @Query({ schema: noQuery }) query: NoQuery,
  ): Promise<SchemaDriftAnswer> {
    const known = await this.trail.change(caller, async (client) => {
      const found = await acknowledgeDrift(client, driftId);
      return { outcome: found, deed: found ? { action: 'drift.acknowledged', target: driftId, detail: {} } : null };
    });
    if (!known) throw new NotFound(`No finding has the id ${driftId}. /api/v1/schema-drift lists them.`);
    return this.listSchemaDrift(query);
  }
}
