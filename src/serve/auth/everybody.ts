import { Forbidden } from '../request-errors.js';
import type { Caller } from './caller.js';
import { refusalOf } from './refusal.js';

export function isAdministrator(caller: Caller): boolean {
  return refusalOf(caller, 'administer') === null;
}

/** For what is one's own to everybody, and everybody's to administrators. Throws Forbidden for others. */
export function askAdministrator(caller: Caller): void {
  const refusal = refusalOf(caller, 'administer');
  if (refusal !== null) throw new Forbidden(refusal, 'administer');
}
