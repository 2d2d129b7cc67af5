import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Role } from '../../usage/role.js';

/** Who is asking, with what they may now. */
export interface Caller {
  /** `link`: the holder of a sign-in link of this machine, an administrator. */
  readonly kind: 'member' | 'token' | 'link';
  /** Of the member or the token; null for a link. */
  readonly id: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The teams that the figures are limited to; null for no limit. */
  readonly teams: readonly string[] | null;
  readonly sessionId: string | null;
}

const callers = new WeakMap<Request, Caller>();

export function rememberCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`No caller is known for ${request.method} ${request.path}: the guard did not run.`);
  return caller;
}

/** The caller of the request that is being answered. */
export const AskedBy = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<Request>()),
);

/** The caller as people read it beside what was done. */
export function wordsOfCaller({ kind, name }: Caller): string {
  return { member: name, token: `token ${name}`, link: name }[kind];
}
