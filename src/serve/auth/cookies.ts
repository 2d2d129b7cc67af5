import type { CookieOptions, Request, Response } from 'express';
import type { IssuedSecret } from '../../store/secret.js';

export const SESSION_COOKIE = 'ledgerline_session';
const STEP_COOKIE = 'ledgerline_sign_in';

/** What a cookie is for: a session, or a sign-in that is under way. */
type Purpose = 'session' | 'signIn';

/** The secret that the request's cookies carry, if any. */
export function secretInCookie(request: Request, purpose: Purpose, secure: boolean): string | null {
  const wanted = nameOf(purpose, secure);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, ...value] = pair.trim().split('=');
    if (name === wanted) return value.join('=') || null;
  }
  return null;
}

export function setCookie(
  response: Response,
  purpose: Purpose,
  { secret, expiresAt }: IssuedSecret,
  secure: boolean,
): void {
  response.cookie(nameOf(purpose, secure), secret, { ...optionsOf(secure), expires: expiresAt });
}

export function clearCookie(response: Response, purpose: Purpose, secure: boolean): void {
  response.clearCookie(nameOf(purpose, secure), optionsOf(secure));
}

/** Over TLS the name says that no other host and no plain connection can have set it: RFC 6265bis, 4.1.3.2. */
function nameOf(purpose: Purpose, secure: boolean): string {
  const name = purpose === 'session' ? SESSION_COOKIE : STEP_COOKIE;
  return secure ? `__Host-${name}` : name;
}

/** Sent by the browser with navigation from elsewhere (Lax), never readable by a script. */
function optionsOf(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure };
}
