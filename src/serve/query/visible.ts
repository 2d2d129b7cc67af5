import type { Caller } from '../auth/caller.js';
import { refusalOf } from '../auth/refusal.js';
import { mayDo } from '../auth/roles.js';
import type { Visible } from '../answers/scope.js';
import { Forbidden } from '../request-errors.js';

/** The facts of a call that say who made it: null for callers without the right to identities. */
const IDENTITIES = ['principal', 'person', 'identity', 'requestMetadata'];

/** What of the calls a caller sees: of which teams, and without which facts. */
export function visibleTo({ roles, teams }: Pick<Caller, 'roles' | 'teams'>): Visible {
  return {
    teams: teams === null ? null : [...teams],
    masked: mayDo(roles, 'identities') ? [] : [...IDENTITIES],
    words:
      teams?.length === 0
        ? 'You see figures of your own teams, and no team is yours yet: an administrator gives you one.'
        : null,
  };
}

/** Whether a question groups, filters or looks by who called. */
export interface AboutWhom {
  readonly groupBy?: readonly string[] | undefined;
  readonly filter?: readonly { readonly dimension: string }[] | undefined;
  readonly principal?: string | undefined;
  readonly session?: string | undefined;
}

/** Refuses a question about persons or principals that the caller may not see: a filter would tell them one guess at a time. */
export function refuseProbing(
  caller: Pick<Caller, 'roles' | 'teams'>,
  { groupBy = [], filter = [], principal, session }: AboutWhom,
): void {
  const asks =
    principal !== undefined ||
    session !== undefined ||
    groupBy.includes('person') ||
    filter.some(({ dimension }) => dimension === 'person');
  const refusal = asks ? refusalOf(caller, 'identities') : null;
  if (refusal !== null) throw new Forbidden(`Persons and principals are masked for you. ${refusal}`, 'identities');
}
