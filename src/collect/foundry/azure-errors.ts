import { isRestError } from '@azure/core-rest-pipeline';
import { SourceUnavailable } from '../log-source.js';

/** What was asked of Azure, for the words of an error. */
export interface AzureRequest {
  /** `AzureDiagnostics of the workspace 1234…` */
  readonly what: string;
  /** The role that allows the request: `Log Analytics Reader`. */
  readonly role: string;
  /** What the role is granted on. */
  readonly on: string;
  /** What to compare when there is no such thing. */
  readonly ifAbsent: string;
}

type Reason = SourceUnavailable['reason'];

/** A query ran for longer than the service lets it. Thrown in place of the answer, so that it is not asked again as it is. */
export class QueryTimedOut extends Error {
  override readonly name = 'QueryTimedOut';
}

/** An error of an Azure SDK in words: what, where, and what to do. The SDK's own error is the cause. */
export function azureUnavailable(sourceId: string, request: AzureRequest, error: unknown): SourceUnavailable {
  const reason = azureReasonOf(error);
  return new SourceUnavailable(sourceId, reason, `${WORDS[reason](request, error)} (${codeOf(error)})`, error);
}

/** Errors by what they ask of a person. */
export function azureReasonOf(error: unknown): Reason {
  const name = error instanceof Error ? error.name : '';
  if (/Authentication|CredentialUnavailable/.test(name)) return 'credentials';
  const status = statusOf(error);
  if (status === null) return isRestError(error) ? 'network' : 'other';
  // A token of another service is refused with 403: https://learn.microsoft.com/azure/azure-monitor/logs/api/errors
  if (status === 401 || /TokenAudience|ExpiredAuthenticationToken/.test(codeOf(error))) return 'credentials';
  return STATUSES[status] ?? 'other';
}

const STATUSES: Readonly<Record<number, Reason>> = {
  400: 'invalid',
  403: 'permission',
  404: 'notFound',
  429: 'throttled',
};

/** The status of the answer, where there was one. */
export function statusOf(error: unknown): number | null {
  return isRestError(error) ? (error.statusCode ?? null) : null;
}

/** Whether a query names a table that the workspace does not have: nothing was ever written to it. */
export function isMissingTable(error: unknown): boolean {
  return statusOf(error) === 400 && /failed to resolve table|SEM0100/i.test(wordsOf(error));
}

const WORDS: Readonly<Record<Reason, (request: AzureRequest, error: unknown) => string>> = {
  permission: ({ what, role, on }) =>
    `not allowed to read ${what}; grant the role ${role} on ${on} (it takes up to an hour until a role counts)`,
  notFound: ({ what, ifAbsent }) => `there is no ${what}; check ${ifAbsent}`,
  credentials: ({ what }) =>
    `the credentials for ${what} are missing, expired or refused; check credentials of the source (tenant, application, secret) or the identity that this machine runs as`,
  throttled: ({ what }) =>
    `${what} is throttled; the limit is shared by all readers of the identity. It is tried again`,
  invalid: ({ what }, error) => `the request for ${what} was refused: ${wordsOf(error)}`,
  network: ({ what }, error) => `no answer for ${what}: ${wordsOf(error)}; it is tried again`,
  other: ({ what }, error) => `${what} could not be read: ${wordsOf(error)}`,
};

function codeOf(error: unknown): string {
  if (isRestError(error)) return error.code ?? String(error.statusCode ?? error.name);
  return error instanceof Error ? error.name : 'Error';
}

/** An answer's body can be long, and only its beginning says what is wrong. */
const WORDS_LENGTH = 400;

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, WORDS_LENGTH);
}
