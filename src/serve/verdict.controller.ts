import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { settingsHistory } from '../store/questions/settings-history.js';
import { readPlaces } from '../watch/places.reader.js';
import { WATCH_SETTINGS, type WatchSettings } from '../watch/watch.tokens.js';
import {
  settingsAnswerSchema,
  verdictAnswerSchema,
  type SettingsAnswer,
  type VerdictAnswer,
} from './answers/verdict.js';
import { Documented } from './documented.js';
import { noQuery, settingsQuery, type NoQuery, type SettingsQuery } from './query/query-schemas.js';
import { CLOCK, DATABASE_POOL } from './serve.tokens.js';
import { shapeSettings, shapeVerdict } from './verdict-shape.js';
import { Access } from './auth/access.js';

@ApiTags('retention')
@Access('health')
@Controller('api/v1')
export class VerdictController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(WATCH_SETTINGS) private readonly watch: WatchSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('verdict')
  @Documented(
    'getVerdict',
    'Are the logs kept? Per account and region, with reasons and what to do.',
    verdictAnswerSchema,
    [],
  )
  async getVerdict(@Query({ schema: noQuery }) _query: NoQuery): Promise<VerdictAnswer> {
    const { sources, alerts } = this.watch;
    const question = { sources, requiredDays: alerts.retentionDays, now: this.clock.now() };
    const { judged, others } = await readPlaces(this.pool, question);
    return shapeVerdict(alerts.retentionDays, judged, others);
  }

  @Get('settings')
  @Documented(
    'listSettings',
    "How the clouds' logs were set, from when to when, the newest first.",
    settingsAnswerSchema,
  )
  async listSettings(@Query({ schema: settingsQuery }) query: SettingsQuery): Promise<SettingsAnswer> {
    return shapeSettings(await settingsHistory(this.pool, query));
  }
}
