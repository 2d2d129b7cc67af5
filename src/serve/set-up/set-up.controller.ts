import { Body, Controller, Get, HttpCode, Inject, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Clock } from '../../runtime/clock.js';
import {
  checkSourceBody,
  sourceCheckedSchema,
  sourceKindsAnswerSchema,
  type CheckSourceBody,
  type SourceChecked,
  type SourceKindsAnswer,
} from '../answers/set-up.js';
import { AuditTrail } from '../audit-trail.js';
import { Access } from '../auth/access.js';
import { AskedBy, type Caller } from '../auth/caller.js';
import { Documented } from '../documented.js';
import { JsonBodyGuard } from '../json-body.guard.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { Conflict } from '../request-errors.js';
import { CLOCK, SOURCE_ACCESS, type SourceAccess } from '../serve.tokens.js';
import { BEDROCK_KINDS } from './bedrock-kinds.js';
import { FOUNDRY_KINDS } from './foundry-kinds.js';
import { trySource } from './try-source.js';
import { VERTEX_KINDS } from './vertex-kinds.js';

const WITHIN_MS = 45_000;

/** How a source comes to be read. Sources stand in the configuration file alone: nothing here adds one. */
@ApiTags('sources')
@Access('health')
@Controller('api/v1/sources')
export class SetUpController {
  /** Each trial holds connections to a cloud, so they are made one at a time. */
  private isTrying = false;

  constructor(
    @Inject(SOURCE_ACCESS) private readonly access: SourceAccess,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('kinds')
  @Documented(
    'listSourceKinds',
    'The kinds of sources, how to switch them on and what to grant.',
    sourceKindsAnswerSchema,
    [],
  )
  listSourceKinds(@Query({ schema: noQuery }) _query: NoQuery): SourceKindsAnswer {
    return {
      kinds: [...BEDROCK_KINDS, ...VERTEX_KINDS, ...FOUNDRY_KINDS].map(({ fields, switchOn, grant, ...kind }) => ({
        ...kind,
        fields: fields.map((field) => ({ form: 'text' as const, ...field })),
        switchOn: [...switchOn],
        grant: [...grant],
      })),
    };
  }

  @Post('check')
  @Access('operate')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @Documented(
    'checkSource',
    'Try an entry of the configuration before it is written: its form, and access as the doctor tries it. Nothing is stored.',
    sourceCheckedSchema,
    [400, 409, 415],
  )
  async checkSource(
    @AskedBy() caller: Caller,
    @Body({ schema: checkSourceBody }) { entry }: CheckSourceBody,
    @Query({ schema: noQuery }) _query: NoQuery,
  ): Promise<SourceChecked> {
    if (this.isTrying) throw new Conflict('Another source is being tried: wait for its result, at most a minute.');
    this.isTrying = true;
    try {
      const checked = await trySource(entry, { access: this.access, now: this.clock.now(), withinMs: WITHIN_MS });
      // What is no right entry may be anything that somebody pasted.
      const isRight = checked.problems.length === 0;
      await this.trail.note(caller, {
        action: 'source.tried',
        target: isRight ? textAt(entry, 'id') : null,
        detail: { kind: isRight ? textAt(entry, 'kind') : null, readable: checked.readable },
      });
      return checked;
    } finally {
      this.isTrying = false;
    }
  }
}

function textAt(entry: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = entry[key];
  return typeof value === 'string' ? value : null;
}
