import type { Identity } from '../usage/usage-event.js';

/**
 * The person or service behind a caller, `null` when the log names none. There must stay few of them: sessions that a
 * machine makes up anew for each run (Lambda, agents) are not persons, so their role is named instead.
 */
export function personOf(identity: Identity | null): string | null {
  if (identity === null) return null;
  switch (identity.kind) {
    case 'iam-user':
    case 'bedrock-api-key':
    case 'service':
    case 'root':
    case 'google-user':
    case 'workload':
      return identity.name;
    case 'workforce':
      return isMachineMade(identity.name) ? 'workforce' : identity.name;
    case 'service-account':
      return identity.session !== null && isPersonOfGoogle(identity.session) ? identity.session : identity.name;
    case 'sso-user':
      return identity.session ?? identity.name;
    case 'assumed-role':
      return identity.session !== null && namesPerson(identity.session) ? identity.session : identity.name;
    case 'federated-user':
      return isMachineMade(identity.name) ? 'federated-user' : identity.name;
    default:
      return null;
  }
}

const E_MAIL = /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/;
const USER_CODE = /^u-[a-z0-9][a-z0-9._-]{0,40}$/i;

/** Who acted as a service account is attested, not claimed; another service account is no person. */
function isPersonOfGoogle(session: string): boolean {
  return E_MAIL.test(session) && !session.endsWith('.gserviceaccount.com');
}

/** Session names by which federation sends a person: an e-mail address, or a user code such as `u-4711`. */
function namesPerson(session: string): boolean {
  return (E_MAIL.test(session) || USER_CODE.test(session)) && !isMachineMade(session);
}

/** A UUID, or a long run of hexadecimal digits with at least one number: nobody is called that. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const LONG_HEX = /(?=[0-9a-f]*\d)[0-9a-f]{16,}/i;

function isMachineMade(name: string): boolean {
  return UUID.test(name) || LONG_HEX.test(name);
}
