import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { SignInLinkStore } from '../../store/sign-in-links.store.js';
import { TooManyAttempts } from '../request-errors.js';
import { SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import { Public } from './access.js';
import { askerOf } from './asker.js';
import { SIGN_IN_LINK_STORE } from './auth.tokens.js';
import { setCookie } from './cookies.js';
import { SessionOpener } from './session-opener.js';
import { SignInLimits } from './sign-in-limits.js';
import { signInPage } from './sign-in-page.js';

/** Sign-in links: each opens one session, once. */
@Public()
@ApiExcludeController()
@Controller('sign-in')
export class SignInController {
  constructor(
    @Inject(SIGN_IN_LINK_STORE) private readonly links: SignInLinkStore,
    @Inject(SessionOpener) private readonly opener: SessionOpener,
    @Inject(SignInLimits) private readonly limits: SignInLimits,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
  ) {}

  @Get(':secret')
  async signIn(@Param('secret') secret: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    // Programs that only look whether a link is alive must not use it up.
    if (request.method === 'HEAD') {
      response.status(200).end();
      return;
    }
    const asker = askerOf(request, this.settings.cookieSecure);
    try {
      await this.limits.openLink(asker.address);
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      response.setHeader('Retry-After', error.retryAfterSeconds);
      response.status(429).type('html').send(signInPage('Too many attempts', 'Wait a minute and open the link again.'));
      return;
    }
    const roles = await this.links.redeem(secret);
    if (roles === null) {
      response.status(410).type('html').send(signInPage('This sign-in link does not work any more', GET_ANOTHER));
      return;
    }
    await this.limits.linkOpened(asker.address);
    setCookie(response, 'session', await this.opener.ofLink(roles, asker), this.settings.cookieSecure);
    response.redirect(303, '/');
  }
}

const GET_ANOTHER =
  'A link works once and for a short time. Run "npx ledgerline sign-in-link" where the service is installed, ' +
  'or start the service again: both print a new one.';
