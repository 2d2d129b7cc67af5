import type { StoredAlert } from '../store/questions/alert-row.js';
import type { Caller } from './auth/caller.js';
import { refusalOf } from './auth/refusal.js';
import type { Right } from './auth/roles.js';
import { Forbidden } from './request-errors.js';

type About = Pick<StoredAlert, 'check' | 'subject'>;

const OF_CALLERS: ReadonlySet<string> = new Set(['refusals', 'off-hours', 'outside-gateway']);

/** What an alert tells beyond how collecting stands: who called, or what a team spent. */
function rightsFor({ check, subject }: About): readonly Right[] {
  const isOfCaller =
    OF_CALLERS.has(check) ||
    (check === 'usage-spike' && subject.startsWith('person/')) ||
    (check === 'first-seen' && /^(identity|address)\//.test(subject));
  if (isOfCaller) return ['identities', 'wholeFigures'];
  return check === 'usage-spike' || check === 'unattributed-usage' ? ['wholeFigures'] : [];
}

/** Whether the caller may read the alert: who may not see callers is not told of them by their alerts. */
export function maySeeAlert(caller: Pick<Caller, 'roles' | 'teams'>, alert: About): boolean {
  return rightsFor(alert).every((right) => refusalOf(caller, right) === null);
}

/** Refuses an alert that the caller may not read, and says which right is missing. */
export function refuseHiddenAlert(caller: Pick<Caller, 'roles' | 'teams'>, alert: About): void {
  for (const right of rightsFor(alert)) {
    const refusal = refusalOf(caller, right);
    if (refusal !== null) throw new Forbidden(refusal, right);
  }
}
