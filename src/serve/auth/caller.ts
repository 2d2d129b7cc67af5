import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Who is asking, as the guard found out. */
export interface Caller {
  readonly role: string;
  readonly via: 'session' | 'token';
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
