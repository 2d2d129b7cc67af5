import type { Identity } from '../usage/usage-event.js';

/** Who an entry of Google's audit log names; any of it may be absent. */
export interface GoogleCaller {
  /** E-mail address; empty for federated callers. */
  readonly email: string | null;
  /** `principal://iam.googleapis.com/…`, `serviceAccount:…` or `user:…`. */
  readonly subject: string | null;
  /** Who acted as a service account, the first one first. */
  readonly delegates: readonly string[];
}

/** The caller as it is kept, and taken apart; `null` where the entry names nobody. */
export function readGoogleIdentity(caller: GoogleCaller): { principal: string; identity: Identity } | null {
  const principal = caller.email ?? caller.subject;
  if (principal === null) return null;
  return { principal, identity: identityOf(principal, caller.delegates[0] ?? null) };
}

const FEDERATED = /^principal(?:Set)?:\/\/iam\.googleapis\.com\/(.+)$/s;
const WORKFORCE = /^locations\/[^/]+\/workforcePools\/[^/]+\/subject\/(.+)$/s;
const WORKLOAD = /^projects\/([^/]+)\/locations\/[^/]+\/workloadIdentityPools\/[^/]+\/subject\/(.+)$/s;
/** `<project>.svc.id.goog[<namespace>/<name>]`: an account of a Kubernetes cluster. */
const KUBERNETES = /^([a-z0-9-]+)\.svc\.id\.goog\[/;

/**
 * The forms of principals: https://cloud.google.com/iam/docs/principal-identifiers. Delegates are who acted as the service
 * account: https://cloud.google.com/logging/docs/audit/understanding-audit-logs
 */
function identityOf(principal: string, delegate: string | null): Identity {
  const inside = FEDERATED.exec(principal)?.[1];
  const person = inside === undefined ? null : (WORKFORCE.exec(inside)?.[1] ?? null);
  if (person !== null) return { kind: 'workforce', name: person, session: null, accountId: null };
  const [, project = null, program] = inside === undefined ? [] : (WORKLOAD.exec(inside) ?? []);
  if (program !== undefined) return { kind: 'workload', name: program, session: null, accountId: project };

  const name = principal.replace(/^(?:serviceAccount|user):/, '');
  const cluster = KUBERNETES.exec(name)?.[1];
  if (cluster !== undefined) return { kind: 'workload', name, session: delegate, accountId: cluster };
  const [, local = '', domain = ''] = /^([^@\s]+)@([^@\s]+\.[^@\s]+)$/.exec(name) ?? [];
  if (local === '') return { kind: 'unknown', name, session: null, accountId: null };
  if (!/(?:^|\.)gserviceaccount\.com$/.test(domain)) {
    return { kind: 'google-user', name, session: null, accountId: null };
  }
  const owner =
    domain === 'appspot.gserviceaccount.com' ? local : (/^(.+)\.iam\.gserviceaccount\.com$/.exec(domain)?.[1] ?? null);
  // Google's own services call by agents of theirs: https://cloud.google.com/iam/docs/service-account-types#service-agents
  if (owner?.startsWith('gcp-sa-') === true) return { kind: 'service', name, session: delegate, accountId: null };
  return { kind: 'service-account', name, session: delegate, accountId: owner };
}
