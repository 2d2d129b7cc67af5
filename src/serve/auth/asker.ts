import type { Request } from 'express';
import { secretInCookie } from './cookies.js';

/** A browser that wants to be signed in. */
export interface Asker {
  /** Its address, as far as the proxies in front are believed. */
  readonly address: string;
  readonly userAgent: string | null;
  /** The session that it has already, which a new one replaces. */
  readonly sessionSecret: string | null;
}

export function askerOf(request: Request, cookieSecure: boolean): Asker {
  return {
    address: request.ip ?? '',
    userAgent: request.headers['user-agent'] ?? null,
    sessionSecret: secretInCookie(request, 'session', cookieSecure),
  };
}
