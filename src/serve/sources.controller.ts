import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { latestRuns } from '../store/questions/latest-runs.js';
import { recordsReadSince } from '../store/questions/records-read-since.js';
import { runsOfSource } from '../store/questions/runs-of-source.js';
import { sourceProgress } from '../store/questions/source-progress.js';
import { DAY_MS } from '../usage/window.js';
import {
  sourceRunsAnswerSchema,
  sourcesAnswerSchema,
  type SourceRunsAnswer,
  type SourcesAnswer,
  watermarkAnswerSchema,
  type WatermarkAnswer,
} from './answers/sources.js';
import { Documented } from './documented.js';
import {
  noQuery,
  runsQuery,
  sourceParams,
  type NoQuery,
  type RunsQuery,
  type SourceParams,
} from './query/query-schemas.js';
import { NotFound } from './request-errors.js';
import { CLOCK, DATABASE_POOL, SOURCES_STATUS, type SourcesStatus } from './serve.tokens.js';
import { shapeRun, shapeSource } from './shape-sources.js';
import { completeUpToOfAll } from './source-standing.js';
import { Access } from './auth/access.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/sources')
export class SourcesController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Documented('listSources', 'Every source: how it stands, what it has read, what is missing.', sourcesAnswerSchema, [])
  async listSources(@Query({ schema: noQuery }) _query: NoQuery): Promise<SourcesAnswer> {
    const now = this.clock.now();
    const configured = this.sources.list();
    const [progress, runs, lastDay] = await Promise.all([
      sourceProgress(this.pool),
      latestRuns(this.pool),
      recordsReadSince(this.pool, now - DAY_MS),
    ]);
    const completeUpTo = completeUpToOfAll(configured, progress);
    return {
      sources: configured.map((source) =>
        shapeSource(
          source,
          progress.get(source.sourceId),
          runs.get(source.sourceId),
          lastDay.get(source.sourceId),
          now,
        ),
      ),
      completeUpTo: completeUpTo === null ? null : new Date(completeUpTo).toISOString(),
    };
  }

  @Access('self')
  @Get('watermark')
  @Documented('getWatermark', 'How far what was collected reaches, for everybody.', watermarkAnswerSchema, [])
  async getWatermark(@Query({ schema: noQuery }) query: NoQuery): Promise<WatermarkAnswer> {
    const { sources } = await this.listSources(query);
    return {
      sources: sources.map(({ cloud, coveredFrom, completeUpTo, gaps }) => ({
        cloud,
        coveredFrom,
        completeUpTo,
        gaps,
      })),
    };
  }

  @Get(':sourceId/runs')
  @Documented('listSourceRuns', 'Windows that a source read, the newest first.', sourceRunsAnswerSchema, [400, 404])
  async listSourceRuns(
    @Param({ schema: sourceParams }) { sourceId }: SourceParams,
    @Query({ schema: runsQuery }) query: RunsQuery,
  ): Promise<SourceRunsAnswer> {
    const runs = await runsOfSource(this.pool, sourceId, query.limit);
    if (runs.length === 0 && !this.sources.list().some((source) => source.sourceId === sourceId)) {
      throw new NotFound(`No source is called "${sourceId}". /api/v1/sources lists them.`);
    }
    return { runs: runs.map(shapeRun) };
  }
}
