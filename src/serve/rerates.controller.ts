import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { RerateBusy } from '../store/rerate-errors.js';
import { RerateRunStore } from '../store/rerate-runs.store.js';
import { changesSincePreview } from '../store/questions/changes-since-preview.js';
import { rerateDifferences } from '../store/questions/rerate-differences.js';
import { rerateRunById } from '../store/questions/rerate-run-by-id.js';
import type { RerateRunRow } from '../store/questions/rerate-run.js';
import { rerateRunsPage } from '../store/questions/rerate-runs-page.js';
import {
  rerateDifferencesAnswerSchema,
  rerateRunsAnswerSchema,
  rerateRunSchema,
  type RerateDifferencesAnswer,
  type RerateRunAnswer,
  type RerateRunsAnswer,
} from './answers/rerates.js';
import { AskedBy, wordsOfCaller, type Caller } from './auth/caller.js';
import { Documented } from './documented.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { previewRefusal } from './preview-refusal.js';
import { readNumberCursor } from './query/cursor.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import {
  rerateDifferencesQuery,
  rerateParams,
  reratesQuery,
  startRerateBody,
  type RerateDifferencesQuery,
  type RerateParams,
  type ReratesQuery,
  type StartRerateBody,
} from './query/rerate-schemas.js';
import { Conflict, NotFound } from './request-errors.js';
import { DATABASE_POOL, SERVE_SETTINGS, type ServeSettings } from './serve.tokens.js';
import { shapeRerateDifferences, shapeRerateRun } from './shape-rerates.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';

/** Asks for the past to be priced again, and tells how far that is. The work is done by the job, in this or another process. */
@ApiTags('prices')
@Access('wholeFigures')
@Controller('api/v1/rerates')
export class ReratesController {
  private readonly runs: RerateRunStore;

  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    private readonly trail: AuditTrail,
  ) {
    this.runs = new RerateRunStore(pool);
  }

  @Post()
  @Access('closeBooks')
  @HttpCode(202)
  @UseGuards(JsonBodyGuard)
  @Documented(
    'startRerate',
    'Price the past again by the current book, mappings and terms, or preview it; in the background.',
    rerateRunSchema,
    [400, 404, 409, 415],
    202,
  )
  async startRerate(
    @AskedBy() caller: Caller,
    @Body({ schema: startRerateBody }) { kind, from, to, previewId }: StartRerateBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<RerateRunAnswer> {
    const basis = this.settings.pricingBasis;
    const preview = previewId === undefined ? null : await this.find(previewId);
    if (preview !== null) {
      const since = await changesSincePreview(this.pool, preview.id);
      const refusal = previewRefusal({ preview, from, to, currentBasis: basis, since });
      if (refusal !== null) throw new Conflict(refusal);
    }
    const range = { from: from ?? preview?.from ?? null, to: to ?? preview?.to ?? null };
    const order = {
      kind,
      range,
      onlyModelIds: preview?.onlyModelIds ?? null,
      basis,
      previewId: preview?.id ?? null,
      startedBy: wordsOfCaller(caller),
    };
    const id = await this.trail
      .change(caller, async (client) => {
        const begun = await this.runs.begin(order, null, client);
        const detail = { kind, from: range.from, to: range.to, previewId: order.previewId, basis };
        return { outcome: begun, deed: { action: 'rerate.started', target: begun, detail } };
      })
      .catch((error: unknown) => {
        throw error instanceof RerateBusy ? new Conflict(error.message) : error;
      });
    return this.shape(await this.find(id));
  }

  @Get()
  @Documented('listRerates', 'Runs that priced the past again, the newest first.', rerateRunsAnswerSchema)
  async listRerates(@Query({ schema: reratesQuery }) query: ReratesQuery): Promise<RerateRunsAnswer> {
    const rows = await rerateRunsPage(this.pool, readNumberCursor(query.cursor), query.limit + 1);
    const page = rows.slice(0, query.limit);
    return {
      runs: page.map((row) => this.shape(row)),
      nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @Documented('getRerate', 'One run: how far it is, and what it changes.', rerateRunSchema, [400, 404])
  async getRerate(
    @Param({ schema: rerateParams }) { id }: RerateParams,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<RerateRunAnswer> {
    return this.shape(await this.find(id));
  }

  @Get(':id/differences')
  @Documented(
    'getRerateDifferences',
    'What a run changes, by month, model, team or reason; also while it is under way.',
    rerateDifferencesAnswerSchema,
    [400, 404],
  )
  async getRerateDifferences(
    @Param({ schema: rerateParams }) { id }: RerateParams,
    @Query({ schema: rerateDifferencesQuery }) { groupBy = ['month'] }: RerateDifferencesQuery,
  ): Promise<RerateDifferencesAnswer> {
    await this.find(id);
    return shapeRerateDifferences(await rerateDifferences(this.pool, id, groupBy), groupBy);
  }

  @Post(':id/cancel')
  @Access('closeBooks')
  @HttpCode(202)
  @UseGuards(JsonBodyGuard)
  @Documented(
    'cancelRerate',
    'End a run with its next page. What it has finished before stays.',
    rerateRunSchema,
    [400, 404, 409, 415],
    202,
  )
  async cancelRerate(
    @AskedBy() caller: Caller,
    @Param({ schema: rerateParams }) { id }: RerateParams,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<RerateRunAnswer> {
    const { state } = await this.find(id);
    const cancelled = await this.trail.change(caller, async (client) => {
      const done = await this.runs.cancel(id, client);
      return { outcome: done, deed: done ? { action: 'rerate.cancelled', target: id, detail: { state } } : null };
    });
    if (!cancelled) throw new Conflict(`Run ${id} is ${state}: it has ended already.`);
    return this.shape(await this.find(id));
  }

  private shape(row: RerateRunRow): RerateRunAnswer {
    return shapeRerateRun(row, this.settings.pricingBasis);
  }

  private async find(id: string): Promise<RerateRunRow> {
    const row = await rerateRunById(this.pool, id);
    if (row === null) throw new NotFound(`No run has the id ${id}. /api/v1/rerates lists them.`);
    return row;
  }
}
