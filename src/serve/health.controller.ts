import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Pool } from 'pg';
import { databaseIsReady } from '../store/questions/database-is-ready.js';
import { healthSchema, type Health } from './answers/meta.js';
import { Public } from './auth/access.js';
import { DATABASE_POOL } from './serve.tokens.js';

@Public()
@ApiTags('health')
@Controller()
export class HealthController {
  constructor(@Inject(DATABASE_POOL) private readonly pool: Pool) {}

  @Get('healthz')
  @ApiOperation({ operationId: 'getHealth', summary: 'The process is alive.' })
  @ApiOkResponse({ standardSchema: healthSchema, description: 'Alive.' })
  getHealth(): Health {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ operationId: 'getReadiness', summary: 'The database answers and is migrated.' })
  @ApiOkResponse({ standardSchema: healthSchema, description: 'Ready.' })
  @ApiResponse({ status: 503, standardSchema: healthSchema, description: 'Not ready.' })
  async getReadiness(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const ready = await databaseIsReady(this.pool);
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable' };
  }
}
