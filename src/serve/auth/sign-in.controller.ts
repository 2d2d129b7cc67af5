import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Pool } from 'pg';
import type { Clock } from '../../runtime/clock.js';
import type { SessionStore } from '../../store/sessions.store.js';
import type { SignInLinkStore } from '../../store/sign-in-links.store.js';
import { CLOCK, DATABASE_POOL, SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import { SESSION_STORE, SIGN_IN_LINK_STORE } from './auth.tokens.js';
import { Attempts } from './attempts.js';
import { SESSION_COOKIE, sessionCookieOptions } from './cookies.js';
import { Public } from './access.js';
import { signInPage } from './sign-in-page.js';

/** Sign-in links: each opens one session, once. */
@Public()
@ApiExcludeController()
@Controller('sign-in')
export class SignInController {
  private readonly attempts = new Attempts(10, 6_000);

  constructor(
    @Inject(SIGN_IN_LINK_STORE) private readonly links: SignInLinkStore,
    @Inject(SESSION_STORE) private readonly sessions: SessionStore,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':secret')
  async signIn(@Param('secret') secret: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    // Programs that only look whether a link is alive must not use it up.
    if (request.method === 'HEAD') {
      response.status(200).end();
      return;
    }
    const address = request.ip ?? '';
    if (!this.attempts.allows(address, this.clock.now())) {
      response.status(429).type('html').send(signInPage('Too many attempts', 'Wait a minute and open the link again.'));
      return;
    }
    const roles = await this.links.redeem(secret);
    if (roles === null) {
      this.attempts.failed(address, this.clock.now());
      response.status(410).type('html').send(signInPage('This sign-in link does not work any more', GET_ANOTHER));
      return;
    }
    const userAgent = request.headers['user-agent'] ?? null;
    const session = await this.sessions.open(this.pool, { by: 'link', userAgent, of: { roles } });
    const options = sessionCookieOptions(this.settings.cookieSecure);
    response.cookie(SESSION_COOKIE, session.secret, { ...options, expires: session.expiresAt });
    response.redirect(303, '/');
  }
}

const GET_ANOTHER =
  'A link works once and for a short time. Run "npx ledgerline sign-in-link" where the service is installed, ' +
  'or start the service again: both print a new one.';
