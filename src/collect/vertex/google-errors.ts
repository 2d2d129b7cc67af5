import { SourceUnavailable } from '../log-source.js';

/** What was asked of Google Cloud, for the words of an error. */
export interface GoogleRequest {
  /** `table acme.logs.us_east5`, `audit logs of project acme` */
  readonly what: string;
  /** The role to grant, and where: `roles/bigquery.dataViewer on the dataset`. */
  readonly role: string;
  /** What to compare when there is no such thing. */
  readonly ifAbsent: string;
}

type Reason = SourceUnavailable['reason'];

/** Codes of HTTP and of gRPC. https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const REASONS = new Map<number, Reason>([
  [3, 'invalid'],
  [4, 'network'],
  [5, 'notFound'],
  [7, 'permission'],
  [8, 'throttled'],
  [13, 'network'],
  [14, 'network'],
  [16, 'credentials'],
  [400, 'invalid'],
  [401, 'credentials'],
  [403, 'permission'],
  [404, 'notFound'],
  [429, 'throttled'],
  [500, 'network'],
  [502, 'network'],
  [503, 'network'],
  [504, 'network'],
]);

const CREDENTIALS = /could not load the default credentials|invalid_grant|unable to impersonate|ENOENT|gave no token/i;
const NETWORK = /^(?:ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|UND_ERR)/;

/** Why a request failed. BigQuery says 403 of quotas too, with a reason of its own. */
export function reasonOf(error: unknown): Reason {
  if (/^(?:rateLimitExceeded|quotaExceeded)$/.test(detailOf(error) ?? '')) return 'throttled';
  const code = codeOf(error);
  if (typeof code === 'string' && NETWORK.test(code)) return 'network';
  if (CREDENTIALS.test(`${String(code)} ${wordsOf(error)}`)) return 'credentials';
  return (typeof code === 'number' ? REASONS.get(code) : undefined) ?? 'other';
}

/** A page token that is no longer taken: it lives for 24 hours. */
export function isRefusedToken(error: unknown): boolean {
  return reasonOf(error) === 'invalid' && /page[_ ]?token/i.test(wordsOf(error));
}

/** An error of Google's clients in words: what, where, and what to do. The client's own error is the cause. */
export function sourceUnavailable(sourceId: string, request: GoogleRequest, error: unknown): SourceUnavailable {
  if (error instanceof SourceUnavailable) return error;
  const reason = reasonOf(error);
  return new SourceUnavailable(sourceId, reason, WORDS[reason](request, error), error);
}

const WORDS: Readonly<Record<Reason, (request: GoogleRequest, error: unknown) => string>> = {
  permission: ({ what, role }, error) => `not allowed to read ${what}; grant ${role} (${wordsOf(error)})`,
  notFound: ({ what, ifAbsent }) => `there is no ${what}; check ${ifAbsent}`,
  credentials: ({ what }) =>
    `the credentials for ${what} are missing, expired or refused; check keyFile and impersonate, or Application Default Credentials`,
  throttled: ({ what }) =>
    `${what} is throttled; the quota is shared by everybody who reads the project. It is tried again`,
  invalid: ({ what }, error) => `the request for ${what} was refused: ${wordsOf(error)}`,
  network: ({ what }, error) => `no answer for ${what}; it is tried again (${wordsOf(error)})`,
  other: ({ what }, error) => `${what} could not be read: ${wordsOf(error)}`,
};

/** `code`, or the status of the answer, as a number where it is one. */
export function codeOf(error: unknown): number | string | null {
  for (const key of ['code', 'status']) {
    const code = memberOf(error, key);
    if (typeof code === 'number') return code;
    if (typeof code === 'string' && code !== '') return /^\d+$/.test(code) ? Number(code) : code;
  }
  const status = memberOf(memberOf(error, 'response'), 'status');
  return typeof status === 'number' ? status : null;
}

/** BigQuery's reason of the first of its errors: `accessDenied`, `quotaExceeded` … */
function detailOf(error: unknown): string | null {
  const errors = memberOf(error, 'errors');
  const reason = memberOf(Array.isArray(errors) ? errors[0] : null, 'reason');
  return typeof reason === 'string' ? reason : null;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
