import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { INestApplication } from '@nestjs/common';
import { SESSION_COOKIE } from './auth/cookies.js';
import { AUDIT_PARTS } from '../investigate/audit/audit-digest.job.js';
import { WATCH_SETTINGS } from '../watch/watch.tokens.js';
import { ServeModule } from './serve.module.js';
import {
  CLOCK,
  DATABASE_POOL,
  PRICING,
  PRISMA,
  QUARANTINE_REPLAY,
  SERVE_SETTINGS,
  SOURCE_ACCESS,
  SOURCES_STATUS,
} from './serve.tokens.js';

/** The OpenAPI document of an application that holds ServeModule. */
export function openApiDocumentOf(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Ledgerline')
    .setDescription(
      'Usage and cost of Claude on Amazon Bedrock, Google Vertex AI and Microsoft Foundry. Money is a decimal string of US dollars, exact; null is not known, never zero. Ranges are half-open; the time zone is a parameter.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API token.' }, 'token')
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  return withoutFormatPatterns(SwaggerModule.createDocument(app, about));
}

/** A format says it all; the pattern that zod adds to it is hundreds of characters of leap years. */
function withoutFormatPatterns<T>(document: T): T {
  return JSON.parse(
    JSON.stringify(document, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'format' in value && 'pattern' in value
        ? { ...value, pattern: undefined }
        : value,
    ),
  );
}

/** The same document without a database: nothing is asked of the parts while it is made. */
export async function buildOpenApiDocument(): Promise<OpenAPIObject> {
  const absent = [
    DATABASE_POOL,
    PRISMA,
    SERVE_SETTINGS,
    CLOCK,
    SOURCE_ACCESS,
    SOURCES_STATUS,
    PRICING,
    WATCH_SETTINGS,
    QUARANTINE_REPLAY,
    AUDIT_PARTS,
  ];

  const settings = { signIn: {}, requestsPerMinute: 1 };
  const parts = absent.map((provide) => ({ provide, useValue: provide === SERVE_SETTINGS ? settings : {} }));

  @Module({ imports: [ServeModule.using(parts)] })
  class DocumentedApp {}

  const app = await NestFactory.create(DocumentedApp, { logger: false });
  try {
    return openApiDocumentOf(app);
  } finally {
    await app.close();
  }
}
