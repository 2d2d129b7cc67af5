/** Who makes a call, and with what, as the audit log would tell it. */
export interface Caller {
  readonly kind: 'serviceAccount' | 'person' | 'workforce';
  /** `null`: a workforce principal, which has a subject only. */
  readonly email: string | null;
  readonly subject: string;
  readonly keyName: string | null;
  /** The principals on whose behalf a service account was impersonated, first one first. */
  readonly delegation: readonly string[];
  /** As the client sent it; front ends add to it. */
  readonly userAgent: string;
  readonly address: string;
  /** True for the console, which calls through one front end more and by other method names. */
  readonly console: boolean;
}

/** The name that tells callers apart: the address, or the subject of those without. */
export function callerName({ email, subject }: Pick<Caller, 'email' | 'subject'>): string {
  return email ?? subject;
}

type Ways = Pick<Caller, 'userAgent' | 'address'> & Partial<Pick<Caller, 'keyName' | 'delegation' | 'console'>>;

const plain = { keyName: null, delegation: [], console: false } as const;

export function serviceAccount(projectId: string, name: string, ways: Ways): Caller {
  const email = `${name}@${projectId}.iam.gserviceaccount.com`;
  return { kind: 'serviceAccount', email, subject: `serviceAccount:${email}`, ...plain, ...ways };
}

export function personal(name: string, ways: Ways): Caller {
  const email = `${name}@insurer.example`;
  return { kind: 'person', email, subject: `user:${email}`, ...plain, ...ways };
}

export function workforce(name: string, ways: Ways): Caller {
  const subject = `principal://iam.googleapis.com/locations/global/workforcePools/insurer-staff/subject/${name}@partner.example`;
  return { kind: 'workforce', email: null, subject, ...plain, ...ways };
}
