import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { deploymentsOfAccounts } from '../store/questions/deployment-history.js';
import { deploymentsAnswerSchema, type DeploymentsAnswer } from './answers/deployments.js';
import { Access } from './auth/access.js';
import { Documented } from './documented.js';
import { noQuery, type NoQuery } from './query/query-schemas.js';
import { DATABASE_POOL } from './serve.tokens.js';
import { shapeDeployments } from './shape-deployments.js';

@ApiTags('sources')
@Access('health')
@Controller('api/v1/deployments')
export class DeploymentsController {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  @Get()
  @Documented(
    'listDeployments',
    'What stood behind the name of each deployment of Microsoft Foundry, and when.',
    deploymentsAnswerSchema,
    [],
  )
  async listDeployments(@Query({ schema: noQuery }) _query: NoQuery): Promise<DeploymentsAnswer> {
    return { deployments: shapeDeployments(await deploymentsOfAccounts(this.pool, 'foundry')) };
  }
}
