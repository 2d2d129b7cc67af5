import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { UnusableClaims } from './oidc-member.js';

/** Why a sign-in by a provider failed: a word for the log and the audit, and words for who tried. */
export interface OidcFailure {
  readonly status: 400 | 403 | 502;
  readonly reason: string;
  readonly words: string;
}

/** What an error of a sign-in means. Nothing that a provider or a browser sent stands in it but codes of the standard. */
export function oidcFailureOf(error: unknown): OidcFailure {
  if (error instanceof UnusableClaims) return { status: 403, reason: 'unusableClaims', words: error.message };
  if (error instanceof AuthorizationResponseError) {
    return {
      status: 403,
      reason: `provider:${codeOf(error.error)}`,
      words: `The provider did not sign you in (${codeOf(error.error)}). Try again, or ask your administrator.`,
    };
  }
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError) {
    const code = error instanceof ResponseBodyError ? codeOf(error.error) : 'unauthorized';
    return { status: 403, reason: `token:${code}`, words: BEGIN_AGAIN };
  }
  if (error instanceof ClientError && isAbout(error, NOT_OURS)) {
    return { status: 403, reason: 'answerDoesNotFit', words: BEGIN_AGAIN };
  }
  return {
    status: 502,
    reason: 'providerAway',
    words: 'The provider cannot be reached or answers wrongly. Try again shortly; the log of the service tells more.',
  };
}

export const BEGIN_AGAIN =
  'This sign-in cannot be finished: it was begun elsewhere, took too long or was used before. Begin again.';

function isAbout({ code }: ClientError, codes: readonly string[]): boolean {
  return code !== undefined && codes.includes(code);
}

/** Codes are small letters and underscores; anything else is somebody's text. */
function codeOf(code: string): string {
  return /^[a-z_]{1,60}$/.test(code) ? code : 'error';
}

/** Another state, nonce or issuer, or a token of another time. */
const NOT_OURS = ['OAUTH_INVALID_RESPONSE', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED'];
