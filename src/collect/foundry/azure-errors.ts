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

/** An error of an Azure SDK in words: what, where, and what to do. */
export function azureUnavailable(sourceId: string, request: AzureRequest, error: unknown): SourceUnavailable {
  const reason = azureReasonOf(error);
  const words = `${WORDS[reason](request, error)} (${codeOf(error)})`;
  return new SourceUnavailable(sourceId, reason, words, withoutRequest(error));
}

/** The SDK's errors carry the request that failed, and with it the token: what is kept of them is what they say. */
function withoutRequest(error: unknown): unknown {
  if (!isRestError(error)) return error;
  return new Error(
    `${error.name} ${codeOf(error)} (HTTP ${error.statusCode ?? 'without an answer'}): ${wordsOf(error)}`,
  );
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
  return statusOf(error) === 400 && /failed to resolve (?:table|any of the tables)|SEM0100/i.test(wordsOf(error));
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
  const own = error instanceof Error ? error.message : String(error);
  return [own, ...innerWords(isRestError(error) ? error.details : null)].join(': ').slice(0, WORDS_LENGTH);
}

/** What is really wrong stands in the innermost of the errors that an answer nests. */
function innerWords(details: unknown): string[] {
  const words: string[] = [];
  let inner: unknown = fieldOf(details, 'error');
  while (typeof inner === 'object' && inner !== null) {
    inner = fieldOf(inner, 'innererror') ?? fieldOf(inner, 'innerError');
    const message = fieldOf(inner, 'message');
    if (typeof message === 'string') words.push(message);
  }
  return words;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
