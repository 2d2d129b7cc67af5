import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Pricing } from '../price/pricing.js';
import { codingCallsTotal } from '../store/questions/coding-calls-total.js';
import { byClaudeCode, type CodingCalls } from '../store/questions/coding-session-calls.js';
import { codingSessionCallers } from '../store/questions/coding-session-callers.js';
import { codingSessionParts } from '../store/questions/coding-session-parts.js';
import { codingSessionsOutside } from '../store/questions/coding-sessions-outside.js';
import { codingSessions } from '../store/questions/coding-sessions.js';
import { requestsPage } from '../store/questions/requests-page.js';
import { inSnapshot, type Queryable } from '../store/snapshot.js';
import {
  codingSessionAnswerSchema,
  codingSessionsAnswerSchema,
  type CodingSessionAnswer,
  type CodingSessionsAnswer,
} from './answers/coding-sessions.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';
import { Documented } from './documented.js';
import { cursorOf, cursorOfSession, readCursor, readSessionCursor } from './query/cursor.js';
import {
  codingSessionParams,
  codingSessionQuery,
  codingSessionsQuery,
  type CodingSessionParams,
  type CodingSessionQuery,
  type CodingSessionsQuery,
} from './query/coding-session-schemas.js';
import { QuestionReader } from './query/question.reader.js';
import { NotFound } from './request-errors.js';
import { DATABASE_POOL, PRICING } from './serve.tokens.js';
import {
  type BesideSessions,
  shapeCodingParts,
  shapeCodingSession,
  shapeCodingTotals,
} from './shape-coding-sessions.js';
import { shapeRequestRow } from './shape-requests.js';

/** Sessions of Claude Code; the sessions of those who are signed in here are elsewhere. */
@ApiTags('coding-sessions')
@Access('figures')
@Controller('api/v1/coding-sessions')
export class CodingSessionsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(PRICING) private readonly pricing: Pricing,
    @Inject(QuestionReader) private readonly questions: QuestionReader,
  ) {}

  @Get()
  @Documented(
    'listCodingSessions',
    'Sessions of Claude Code with calls in the range, the dearest or the latest first, a page at a time.',
    codingSessionsAnswerSchema,
  )
  async listCodingSessions(
    @Query({ schema: codingSessionsQuery }) query: CodingSessionsQuery,
    @AskedBy() caller: Caller,
  ): Promise<CodingSessionsAnswer> {
    const asked = this.questions.read(query, caller);
    const sort = query.sort ?? 'cost';
    const after = readSessionCursor(query.cursor, sort);
    const [scope, { found, totals, beside }] = await Promise.all([
      this.questions.scope(asked, 'none'),
      inSnapshot(this.pool, async (snapshot) => {
        const all = { range: asked.range, filters: asked.filters, sessions: null };
        const totals = await codingCallsTotal(snapshot, all);
        const found = await codingSessions(snapshot, { ...all, sort, after, limit: query.limit + 1 });
        const these = { ...all, sessions: found.slice(0, query.limit).map(({ session }) => session) };
        return { found, totals, beside: await besideSessions(snapshot, these) };
      }),
    ]);
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return {
      ...scope,
      ...shapeCodingTotals(totals, this.pricing.book),
      rows: page.map((session) => shapeCodingSession(session, beside, asked.visible, this.pricing.book)),
      nextCursor: last ? cursorOfSession(sort, last.key) : null,
    };
  }

  @Get(':session')
  @Documented(
    'getCodingSession',
    'One session of Claude Code: by model and place, and its calls in order.',
    codingSessionAnswerSchema,
    [400, 404],
  )
  async getCodingSession(
    @Param({ schema: codingSessionParams }) { session }: CodingSessionParams,
    @Query({ schema: codingSessionQuery }) query: CodingSessionQuery,
    @AskedBy() caller: Caller,
  ): Promise<CodingSessionAnswer> {
    const asked = this.questions.read(query, caller);
    const after = readCursor(query.cursor, 'first');
    const [scope, [found, beside], calls] = await Promise.all([
      this.questions.scope(asked, 'none'),
      inSnapshot(this.pool, async (snapshot) => {
        const ours = { range: asked.range, filters: asked.filters, sessions: [session] };
        const [row] = await codingSessions(snapshot, { ...ours, sort: 'cost', after: null, limit: 1 });
        return [row, await besideSessions(snapshot, ours)] as const;
      }),
      requestsPage(this.pool, {
        range: asked.range,
        filters: byClaudeCode(asked.filters),
        conditions: { session },
        sort: 'first',
        after,
        limit: query.limit + 1,
      }),
    ]);
    if (found === undefined) throw new NotFound(`No call of the session ${session} is in this range.`);
    const page = calls.slice(0, query.limit);
    const last = calls.length > query.limit ? page.at(-1) : undefined;
    return {
      ...scope,
      session: shapeCodingSession(found, beside, asked.visible, this.pricing.book),
      parts: shapeCodingParts(beside.parts, this.pricing.book),
      calls: page.map((row) => shapeRequestRow(row, asked.visible)),
      nextCursor: last ? cursorOf('first', last) : null,
    };
  }
}

/** What is told of sessions beside their sums. */
async function besideSessions(
  snapshot: Queryable,
  sessions: CodingCalls & { readonly sessions: readonly string[] },
): Promise<BesideSessions> {
  return {
    parts: await codingSessionParts(snapshot, sessions),
    callers: await codingSessionCallers(snapshot, sessions),
    outside: await codingSessionsOutside(snapshot, sessions),
  };
}
