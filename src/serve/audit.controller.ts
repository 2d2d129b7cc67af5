import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { readAnchor } from '../investigate/audit/audit-anchor.js';
import { AUDIT_PARTS, type AuditParts } from '../investigate/audit/audit-digest.job.js';
import { fromStored } from '../investigate/audit/audit-log.js';
import { verifyAudit } from '../investigate/audit/verify-audit.js';
import type { Clock } from '../runtime/clock.js';
import { auditEntries } from '../store/questions/audit-entries.js';
import { auditAnswerSchema, auditVerdictSchema, type AuditAnswer, type AuditVerdictAnswer } from './answers/audit.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { auditQuery, type AuditQuery } from './query/auth-schemas.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { parseRange } from './query/range.js';
import { BadParameter } from './request-errors.js';
import { CLOCK, DATABASE_POOL, SERVE_SETTINGS, type ServeSettings } from './serve.tokens.js';

/** Who did what here, and whether the log of it is whole. */
@Access('audit')
@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AUDIT_PARTS) private readonly audit: AuditParts,
  ) {}

  @Get()
  @Documented('listAudit', 'Who did what, the latest first.', auditAnswerSchema)
  async listAudit(@Query({ schema: auditQuery }) query: AuditQuery): Promise<AuditAnswer> {
    const { actor, action, target, limit, cursor } = query;
    const parsed = parseRange(query, query.timeZone ?? this.settings.reportingTimeZone, this.clock.now());
    if ('error' in parsed) throw new BadParameter(parsed.field, parsed.error);
    const before = cursor === undefined ? null : numberOf(cursor);
    const stored = await auditEntries(this.pool, {
      range: parsed.range,
      actor,
      action,
      target,
      before,
      limit: limit + 1,
    });
    const entries = stored.slice(0, limit).map(fromStored);
    const last = entries.at(-1);
    return {
      entries: entries.map(({ sequence, at, actor, action, target, detail, hash }) => ({
        sequence,
        at,
        actor,
        action,
        target,
        detail: { ...detail },
        hash,
      })),
      nextCursor: stored.length > limit && last !== undefined ? String(last.sequence) : null,
    };
  }

  @Get('verify')
  @Documented(
    'verifyAudit',
    'Proves the audit log: every entry follows from the one before, and agrees with the signed digests.',
    auditVerdictSchema,
    [],
  )
  async verify(@Query({ schema: noQuery }) _query: NoQuery): Promise<AuditVerdictAnswer> {
    const { store, key, anchorFile } = this.audit;
    const anchor = readAnchor(anchorFile);
    const publicKeyOf = (keyId: string) => (keyId === key.keyId ? key.publicKey : null);
    const { head, digests, faults } = await verifyAudit(store, publicKeyOf, anchor);
    return {
      whole: faults.length === 0,
      entries: head.sequence,
      digests,
      anchored: anchor !== null,
      faults: faults.map((fault) => ({ ...fault })),
    };
  }
}

function numberOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new BadParameter('cursor', 'The cursor is not one that /audit gave: start without a cursor.');
}
