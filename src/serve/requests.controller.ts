import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { requestById, type StoredRequest } from '../store/questions/request-by-id.js';
import { requestsPage } from '../store/questions/requests-page.js';
import {
  requestDetailSchema,
  requestsAnswerSchema,
  type RequestDetail,
  type RequestsAnswer,
} from './answers/requests.js';
import type { Visible } from './answers/scope.js';
import { whatIfAnswerSchema, type WhatIfAnswer } from './answers/what-if.js';
import { Documented } from './documented.js';
import { cursorOf, readCursor } from './query/cursor.js';
import {
  noQuery,
  requestParams,
  requestsQuery,
  type NoQuery,
  type RequestParams,
  type RequestsQuery,
} from './query/query-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { NotFound } from './request-errors.js';
import { DATABASE_POOL, PRICING } from './serve.tokens.js';
import { shapeRequestDetail } from './shape-request-detail.js';
import { shapeRequestRow } from './shape-requests.js';
import { shapeWhatIf } from './shape-what-if.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('requests')
@Access('figures')
@Controller('api/v1/requests')
export class RequestsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
    @Inject(PRICING) private readonly pricing: Pricing,
  ) {}

  @Get()
  @Documented('listRequests', 'Calls of a range, latest or dearest first, a page at a time.', requestsAnswerSchema)
  async listRequests(
    @Query({ schema: requestsQuery }) query: RequestsQuery,
    @AskedBy() caller: Caller,
  ): Promise<RequestsAnswer> {
    const asked = this.questions.read(query, caller);
    const sort = query.sort ?? 'time';
    const after = readCursor(query.cursor, sort);
    const [scope, rows] = await Promise.all([
      this.questions.scope(asked, 'none'),
      requestsPage(this.pool, { ...asked, sort, after, limit: query.limit + 1, conditions: query }),
    ]);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      ...scope,
      rows: page.map((row) => shapeRequestRow(row, asked.visible)),
      nextCursor: last ? cursorOf(sort, last) : null,
    };
  }

  @Get(':eventId')
  @Documented(
    'getRequest',
    'One call with its cost lines and where its facts came from.',
    requestDetailSchema,
    [400, 404],
  )
  async getRequest(
    @Param({ schema: requestParams }) { eventId }: RequestParams,
    @AskedBy() caller: Caller,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<RequestDetail> {
    const { row, visible } = await this.find(eventId, caller);
    return shapeRequestDetail(row, this.pricing, visible);
  }

  @Get(':eventId/what-if')
  @Documented('getWhatIf', 'What one call would have cost otherwise, at list price.', whatIfAnswerSchema, [400, 404])
  async getWhatIf(
    @Param({ schema: requestParams }) { eventId }: RequestParams,
    @AskedBy() caller: Caller,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<WhatIfAnswer> {
    const { row } = await this.find(eventId, caller);
    return shapeWhatIf(row, this.pricing);
  }

  private async find(eventId: string, caller: Caller): Promise<{ row: StoredRequest; visible: Visible }> {
    const { filters, visible } = this.questions.callsFor(caller);
    const row = await requestById(this.pool, eventId, filters);
    if (!row) throw new NotFound(`No request has the event id ${eventId}. It may be deleted, or not collected yet.`);
    return { row, visible };
  }
}
