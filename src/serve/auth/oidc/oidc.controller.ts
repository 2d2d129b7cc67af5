import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOperation, ApiSeeOtherResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { oidcStartQuery, type OidcStartQuery } from '../../query/auth-schemas.js';
import { SERVE_SETTINGS, type ServeSettings } from '../../serve.tokens.js';
import { Public } from '../access.js';
import { askerOf } from '../asker.js';
import { clearCookie, secretInCookie, setCookie } from '../cookies.js';
import { SignInLimits } from '../sign-in-limits.js';
import { signInPage } from '../sign-in-page.js';
import type { OidcFailure } from './oidc-failure.js';
import { OidcSignIn } from './oidc-sign-in.js';

/** To the OpenID provider and back. A browser walks here by itself, so failures are pages. */
@Public()
@ApiTags('sign-in')
@Controller('api/v1/sign-in/oidc')
export class OidcController {
  constructor(
    @Inject(OidcSignIn) private readonly oidc: OidcSignIn,
    @Inject(SignInLimits) private readonly limits: SignInLimits,
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'startOidcSignIn', summary: 'Send the browser to the OpenID provider.' })
  @ApiFoundResponse({ description: 'To the provider.' })
  async start(
    @Query({ schema: oidcStartQuery }) { returnTo }: OidcStartQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.limits.attemptFrom(request.ip ?? '');
    const begun = await this.oidc.begin(returnTo);
    if ('failure' in begun) {
      show(response, begun.failure);
      return;
    }
    setCookie(response, 'signIn', begun.step, this.settings.cookieSecure);
    response.redirect(302, begun.url);
  }

  @Get('callback')
  @ApiOperation({ operationId: 'finishOidcSignIn', summary: "Where the OpenID provider's answer comes to." })
  @ApiSeeOtherResponse({ description: 'Signed in, to the page that was asked for.' })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { cookieSecure } = this.settings;
    const asker = askerOf(request, cookieSecure);
    await this.limits.attemptFrom(asker.address);
    const step = secretInCookie(request, 'signIn', cookieSecure);
    clearCookie(response, 'signIn', cookieSecure);
    const question = request.originalUrl.indexOf('?');
    const query = question < 0 ? '' : request.originalUrl.slice(question);
    const finished = await this.oidc.finish(step, query, asker);
    if ('failure' in finished) {
      show(response, finished.failure);
      return;
    }
    setCookie(response, 'session', finished.session, cookieSecure);
    response.redirect(303, finished.returnTo);
  }
}

function show(response: Response, { status, words }: OidcFailure): void {
  response.status(status).type('html').send(signInPage('You are not signed in', words));
}
