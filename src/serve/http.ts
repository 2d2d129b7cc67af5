import type { Server } from 'node:http';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import compression from 'compression';
import helmet from 'helmet';
import { openApiDocumentOf } from './openapi.js';
import { refusePrototypes } from './json-text.js';
import type { ServeSettings } from './serve.tokens.js';

/** Nothing here looks, listens, pays or asks where somebody is. */
const NO_PERMISSIONS = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'display-capture']
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Files with a hash in their name never change. */
const A_YEAR_MS = 31_536_000_000;

/**
 * What belongs to the application and not to a module: headers, limits, protection against requests from other sites, the
 * documentation and the dashboards' files. Call it once, before `listen`.
 */
export function setUpHttp(
  app: NestExpressApplication,
  settings: Pick<ServeSettings, 'dashboardsDir' | 'cookieSecure' | 'publicUrl' | 'trustProxy'>,
): void {
  app.disable('x-powered-by');
  const { publicUrl, trustProxy } = settings;
  app.set('trust proxy', typeof trustProxy === 'number' ? trustProxy : [...trustProxy]);
  holdSlowClientsOff(app.getHttpServer());
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
      strictTransportSecurity: settings.cookieSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  app.use((_: Request, response: Response, next: NextFunction) => {
    response.setHeader('Permissions-Policy', NO_PERMISSIONS);
    next();
  });
  app.use('/api', (_: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  // Scripts and answers shrink to a third; nothing secret is sent in a body beside what a caller chose.
  app.use(compression());
  // Behind a proxy that does not hand the host on, the origin of our own pages looks like another's.
  app.enableCsrfProtection({ trustedOrigins: publicUrl === null ? [] : [publicUrl] });
  app.useBodyParser('json', { limit: '100kb', reviver: refusePrototypes });
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

/** Whoever sends a request byte by byte holds a connection, and no longer than this. https://nodejs.org/api/http.html#serverrequesttimeout */
function holdSlowClientsOff(server: Server): void {
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
}
