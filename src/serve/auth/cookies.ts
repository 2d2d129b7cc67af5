import type { CookieOptions, Request } from 'express';

export const SESSION_COOKIE = 'ledgerline_session';

/** Sent by the browser with navigation from elsewhere (Lax), never readable by a script. */
export function sessionCookieOptions(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure };
}

/** The session secret that the request's cookies carry, if any. */
export function sessionSecretOf(request: Request): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, ...value] = pair.trim().split('=');
    if (name === SESSION_COOKIE) return value.join('=') || null;
  }
  return null;
}
