import { All, Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NotFound } from './request-errors.js';
import { SERVE_SETTINGS, type ServeSettings } from './serve.tokens.js';
import { Access, Public } from './auth/access.js';

/** Unknown routes of the API: behind the guard like every other, so that nobody can feel for what exists. */
@ApiExcludeController()
@Access('self')
@Controller('api')
export class UnknownApiController {
  @All(['', '{*path}'])
  answer(@Req() request: Request): never {
    throw new NotFound(`There is no ${request.method} ${request.path}. /api/docs lists what there is.`);
  }
}

/** Every other address is one of the dashboards': the app decides what to show. */
@Public()
@ApiExcludeController()
@Controller()
export class DashboardsController {
  constructor(@Inject(SERVE_SETTINGS) private readonly settings: ServeSettings) {}

  @Get('{*path}')
  show(@Req() request: Request, @Res() response: Response): void {
    const { dashboardsDir } = this.settings;
    if (request.path.startsWith('/assets/')) throw new NotFound(`There is no file ${request.path}: reload the page.`);
    if (dashboardsDir === null) throw new NotFound('The dashboards are not built here. npm run build makes them.');
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: dashboardsDir });
  }
}
