import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { MemberStore } from '../../store/members.store.js';
import {
  signInOutcomeSchema,
  signInWaysSchema,
  type SignInOutcomeAnswer,
  type SignInWaysAnswer,
} from '../answers/sign-in.js';
import { DocumentedForEverybody } from '../documented.js';
import { JsonBodyGuard } from '../json-body.guard.js';
import {
  codeBody,
  passwordSignInBody,
  signInNewPasswordBody,
  type CodeBody,
  type PasswordSignInBody,
  type SignInNewPasswordBody,
} from '../query/auth-schemas.js';
import { noQuery, type NoQuery } from '../query/query-schemas.js';
import { NotFound } from '../request-errors.js';
import { SERVE_SETTINGS, type ServeSettings } from '../serve.tokens.js';
import { Public } from './access.js';
import { askerOf, type Asker } from './asker.js';
import { MEMBER_STORE } from './auth.tokens.js';
import { clearCookie, secretInCookie, setCookie } from './cookies.js';
import { OidcSignIn } from './oidc/oidc-sign-in.js';
import { PasswordSignIn, type SignInOutcome } from './password-sign-in.js';

/** The ways to sign in, and the one by password, step by step. */
@Public()
@ApiTags('sign-in')
@Controller('api/v1/sign-in')
export class SignInWaysController {
  constructor(
    @Inject(SERVE_SETTINGS) private readonly settings: ServeSettings,
    @Inject(MEMBER_STORE) private readonly members: MemberStore,
    @Inject(OidcSignIn) private readonly oidc: OidcSignIn,
    @Inject(PasswordSignIn) private readonly passwords: PasswordSignIn,
  ) {}

  @Get()
  @DocumentedForEverybody('getSignInWays', 'By which doors people come in here.', signInWaysSchema, [])
  async getSignInWays(@Query({ schema: noQuery }) _query: NoQuery): Promise<SignInWaysAnswer> {
    const { label } = this.oidc;
    return {
      password: this.settings.signIn.passwords && (await this.members.hasLocalAccount()),
      oidc: label === null ? null : { label, startAt: '/api/v1/sign-in/oidc' },
    };
  }

  @Post('password')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @DocumentedForEverybody(
    'signInWithPassword',
    'The first step: name and password.',
    signInOutcomeSchema,
    [400, 401, 404, 415, 429],
  )
  async signInWithPassword(
    @Body({ schema: passwordSignInBody }) { login, password }: PasswordSignInBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInOutcomeAnswer> {
    return this.answer(response, await this.passwords.withPassword(login, password, this.asker(request)));
  }

  @Post('code')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @DocumentedForEverybody(
    'signInWithCode',
    'The one-time code of a sign-in that asks for one.',
    signInOutcomeSchema,
    [400, 401, 404, 415, 429],
  )
  async signInWithCode(
    @Body({ schema: codeBody }) { code }: CodeBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInOutcomeAnswer> {
    return this.answer(response, await this.passwords.withCode(this.step(request), code, this.asker(request)));
  }

  @Post('new-password')
  @HttpCode(200)
  @UseGuards(JsonBodyGuard)
  @DocumentedForEverybody(
    'signInWithNewPassword',
    'The new password of a sign-in that may not go on with the old one.',
    signInOutcomeSchema,
    [400, 401, 404, 415],
  )
  async signInWithNewPassword(
    @Body({ schema: signInNewPasswordBody }) { password }: SignInNewPasswordBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignInOutcomeAnswer> {
    const outcome = await this.passwords.withNewPassword(this.step(request), password, this.asker(request));
    return this.answer(response, outcome);
  }

  private asker(request: Request): Asker {
    if (!this.settings.signIn.passwords) {
      throw new NotFound('Nobody signs in with a password here: signIn.passwords is false.');
    }
    return askerOf(request, this.settings.cookieSecure);
  }

  private step(request: Request): string | null {
    return secretInCookie(request, 'signIn', this.settings.cookieSecure);
  }

  private answer(response: Response, outcome: SignInOutcome): SignInOutcomeAnswer {
    const { cookieSecure } = this.settings;
    if (outcome.next === 'signedIn') {
      setCookie(response, 'session', outcome.session, cookieSecure);
      clearCookie(response, 'signIn', cookieSecure);
    } else {
      setCookie(response, 'signIn', outcome.step, cookieSecure);
    }
    return { next: outcome.next };
  }
}
