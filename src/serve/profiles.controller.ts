import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { knownProfiles } from '../store/questions/known-profiles.js';
import { profilesAnswerSchema, type ProfilesAnswer } from './answers/profiles.js';
import { Documented } from './documented.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { DATABASE_POOL, SOURCES_STATUS, type SourcesStatus } from './serve.tokens.js';
import { shapeProfile } from './shape-profiles.js';
import { Access } from './auth/access.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/profiles')
export class ProfilesController {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SOURCES_STATUS) private readonly sources: SourcesStatus,
  ) {}

  @Get()
  @Documented(
    'listProfiles',
    'Inference profiles and provisioned throughput: what stands behind each, and what to grant where that is not known.',
    profilesAnswerSchema,
  )
  async listProfiles(@Query({ schema: noQuery }) _query: NoQuery): Promise<ProfilesAnswer> {
    const readAccounts = new Set(this.sources.list().map(({ accountId }) => accountId));
    const profiles = await knownProfiles(this.pool);
    return { profiles: profiles.map((profile) => shapeProfile(profile, readAccounts.has(profile.accountId))) };
  }
}
