import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.js';
import { channelStanding } from '../store/questions/channel-standing.js';
import { sendTest } from '../watch/channels/send-test.channel.js';
import { WATCH_SETTINGS, type WatchSettings } from '../watch/watch.tokens.js';
import { channelsAnswerSchema, channelTestSchema, type ChannelsAnswer, type ChannelTest } from './answers/alerts.js';
import { Documented } from './documented.js';
import { channelParams, noQuery, type ChannelParams, type NoQuery } from './query/query-schemas.js';
import { NotFound } from './request-errors.js';
import { CLOCK, DATABASE_POOL } from './serve.tokens.js';
import { AuditTrail } from './audit-trail.js';
import { Access } from './auth/access.js';
import { AskedBy, type Caller } from './auth/caller.js';

@ApiTags('alerts')
@Access('health')
@Controller('api/v1/channels')
export class ChannelsController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(WATCH_SETTINGS) private readonly watch: WatchSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Documented(
    'listChannels',
    'Who is told: every channel, without its addresses and secrets.',
    channelsAnswerSchema,
    [],
  )
  async listChannels(@Query({ schema: noQuery }) _query: NoQuery): Promise<ChannelsAnswer> {
    const standing = await channelStanding(this.pool);
    return {
      channels: [...this.watch.channels.values()].map(({ id, kind, checks }) => {
        const { waiting, lastSentAt, lastError } = standing.get(id) ?? {
          waiting: 0,
          lastSentAt: null,
          lastError: null,
        };
        return {
          channelId: id,
          kind,
          checks: checks === undefined ? null : [...checks],
          waiting,
          lastSentAt: lastSentAt?.toISOString() ?? null,
          lastError,
        };
      }),
    };
  }

  @Post(':channelId/test')
  @Access('operate')
  @HttpCode(200)
  @Documented('testChannel', 'Send a message that says it is a test, now.', channelTestSchema, [400, 404])
  async testChannel(
    @AskedBy() caller: Caller,
    @Param({ schema: channelParams }) { channelId }: ChannelParams,
  ): Promise<ChannelTest> {
    const channel = this.watch.channels.get(channelId);
    if (channel === undefined) throw new NotFound(`No channel is called "${channelId}". /api/v1/channels lists them.`);
    // Noted before: a message that went out cannot be taken back.
    await this.trail.note(caller, { action: 'channel.tested', target: channelId, detail: { kind: channel.kind } });
    return sendTest(channel, randomUUID(), this.clock.now());
  }
}
