import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import compression from 'compression';
import helmet from 'helmet';
import { openApiDocumentOf } from './openapi.js';
import type { ServeSettings } from './serve.tokens.js';

/** Files with a hash in their name never change. */
const A_YEAR_MS = 31_536_000_000;

/**
 * What belongs to the application and not to a module: headers, limits, protection against requests from other sites, the
 * documentation and the dashboards' files. Call it once, before `listen`.
 */
export function setUpHttp(
  app: NestExpressApplication,
  settings: Pick<ServeSettings, 'dashboardsDir' | 'cookieSecure'>,
): void {
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          scriptSrcAttr: ["'none'"],
          // Positions of menus and charts are style attributes; styles carry no code.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      // Over plain HTTP on this machine there is nothing to be strict about, and browsers remember it for a year.
      strictTransportSecurity: settings.cookieSecure,
    }),
  );
  app.use('/api', (_: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  // Scripts and answers shrink to a third; nothing secret is sent in a body beside what a caller chose.
  app.use(compression());
  app.enableCsrfProtection();
  app.useBodyParser('json', { limit: '100kb' });
  app.useBodyParser('urlencoded', { limit: '10kb', extended: false });
  SwaggerModule.setup('api/docs', app, openApiDocumentOf(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Ledgerline API',
  });
  if (settings.dashboardsDir !== null) {
    app.useStaticAssets(join(settings.dashboardsDir, 'assets'), {
      prefix: '/assets/',
      immutable: true,
      maxAge: A_YEAR_MS,
      index: false,
    });
    app.useStaticAssets(settings.dashboardsDir, { index: false, maxAge: 0 });
  }
}
