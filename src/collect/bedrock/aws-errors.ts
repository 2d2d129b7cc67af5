import { SourceUnavailable } from '../log-source.js';
import { RoleNotAssumed } from './aws-access.js';

/** What was asked of AWS, for the words of an error. */
export interface AwsRequest {
  /** `log group /x in us-east-1, account 111122223333` */
  readonly what: string;
  /** The permission that the request needs: `logs:FilterLogEvents`. */
  readonly permission: string;
  /** What to compare when there is no such thing. */
  readonly ifAbsent: string;
}

type Reason = SourceUnavailable['reason'];

/**
 * Error codes by what they ask of a person. CloudWatch Logs and Bedrock end theirs with `Exception`, S3 and STS do not.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const REASONS: Readonly<Record<string, Reason>> = {
  AccessDenied: 'permission',
  AccessDeniedException: 'permission',
  AllAccessDisabled: 'permission',
  ResourceNotFoundException: 'notFound',
  NoSuchBucket: 'notFound',
  PermanentRedirect: 'notFound',
  CredentialsProviderError: 'credentials',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  TokenRefreshRequired: 'credentials',
  InvalidAccessKeyId: 'credentials',
  InvalidClientTokenId: 'credentials',
  InvalidSignatureException: 'credentials',
  InvalidToken: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  RequestExpired: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  UnrecognizedClientException: 'credentials',
  SlowDown: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  InvalidParameterException: 'invalid',
  ValidationException: 'invalid',
  TimeoutError: 'network',
  AbortError: 'network',
};

/** A page token that the API no longer takes: it is older than 24 hours, or the service has forgotten it. */
export function isRefusedToken(error: unknown): boolean {
  return nameOf(error) === 'InvalidParameterException' && /token/i.test(wordsOf(error));
}

/** Why a request failed. S3 answers 403 without a code to some requests. */
export function reasonOf(error: unknown): Reason {
  const reason = REASONS[nameOf(error)];
  if (reason !== undefined) return reason;
  return httpStatusOf(error) === 403 ? 'permission' : 'other';
}

/** An error of the AWS SDK in words: what, where, and what to do. The SDK's own error is the cause. */
export function sourceUnavailable(sourceId: string, request: AwsRequest, error: unknown): SourceUnavailable {
  if (error instanceof RoleNotAssumed) return roleNotAssumed(sourceId, request, error);
  const reason = reasonOf(error);
  return new SourceUnavailable(sourceId, reason, `${WORDS[reason](request, error)} (${nameOf(error)})`, error);
}

const WORDS: Readonly<Record<Reason, (request: AwsRequest, error: unknown) => string>> = {
  permission: ({ what, permission }, error) =>
    /\bkms:/.test(wordsOf(error))
      ? `not allowed to decrypt ${what}; grant kms:Decrypt on the key that encrypts it`
      : `not allowed to read ${what}; grant ${permission} on it`,
  notFound: ({ what, ifAbsent }) => `there is no ${what}; check ${ifAbsent} against Bedrock's logging settings`,
  credentials: ({ what }) =>
    `the credentials for ${what} are missing, expired or refused; check the AWS credential chain`,
  throttled: ({ what }) => `${what} is throttled; the quota is shared by all readers of the account. It is tried again`,
  invalid: ({ what }, error) => `the request for ${what} was refused: ${wordsOf(error)}`,
  network: ({ what }) => `no answer for ${what} in time; it is tried again`,
  other: ({ what }, error) => `${what} could not be read: ${wordsOf(error)}`,
};

/** Both ends decide about a role: the caller's policy and the role's trust policy. STS does not say which one refused. */
function roleNotAssumed(sourceId: string, { what }: AwsRequest, error: RoleNotAssumed): SourceUnavailable {
  const { roleArn, withExternalId, cause } = error;
  const reason = reasonOf(cause);
  const caller = /\barn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:user|assumed-role|root|federated-user)\S*/.exec(
    wordsOf(cause),
  );
  const who = caller === null ? 'the caller' : caller[0];
  const words =
    reason === 'permission'
      ? `not allowed to assume the role ${roleArn} for ${what}: ${who} needs sts:AssumeRole on it, and the role's trust ` +
        `policy must let ${who} in ${
          withExternalId
            ? 'with the externalId that is configured (compare sts:ExternalId)'
            : '(no externalId is configured: give it if the policy asks for sts:ExternalId)'
        }`
      : reason === 'credentials'
        ? `the credentials with which the role ${roleArn} is to be assumed are missing, expired or refused; renew them`
        : `the role ${roleArn} could not be assumed for ${what}: ${wordsOf(cause)}`;
  return new SourceUnavailable(sourceId, reason, `${words} (${nameOf(cause)})`, error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The status of the answer, where there was one. */
export function httpStatusOf(error: unknown): number | null {
  const metadata: unknown =
    typeof error === 'object' && error !== null && '$metadata' in error ? error.$metadata : null;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : null;
  return typeof status === 'number' ? status : null;
}
