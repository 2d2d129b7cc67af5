import { SourceUnavailable } from '../log-source.js';

interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly logGroup: string;
}

/** A page token that the API no longer takes: it is older than 24 hours, or the service has forgotten it. */
export function isRefusedToken(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidParameterException' && /token/i.test(error.message);
}

/** An error of the AWS SDK in words: what, where, and what to do. The SDK's own error is the cause. */
export function sourceUnavailable(sourceId: string, place: Place, error: unknown): SourceUnavailable {
  const name = error instanceof Error ? error.name : 'Error';
  const where = `log group ${place.logGroup} in ${place.region}, account ${place.accountId}`;
  const say = (reason: SourceUnavailable['reason'], words: string) =>
    new SourceUnavailable(sourceId, reason, `${words} (${name})`, error);

  switch (name) {
    case 'AccessDeniedException':
      return say('permission', `not allowed to read ${where}; grant logs:FilterLogEvents on it`);
    case 'ResourceNotFoundException':
      return say('notFound', `there is no ${where}; check logGroup and region against Bedrock's logging settings`);
    case 'CredentialsProviderError':
    case 'ExpiredTokenException':
    case 'UnrecognizedClientException':
    case 'InvalidSignatureException':
    case 'MissingAuthenticationTokenException':
      return say(
        'credentials',
        `the credentials for ${where} are missing, expired or refused; check the AWS credential chain`,
      );
    case 'ThrottlingException':
    case 'TooManyRequestsException':
      return say(
        'throttled',
        `${where} is throttled; the quota is shared by all readers of the account. It is tried again`,
      );
    case 'InvalidParameterException':
      return say('invalid', `the request for ${where} was refused: ${error instanceof Error ? error.message : ''}`);
    case 'TimeoutError':
    case 'AbortError':
      return say('network', `no answer for ${where} in time; it is tried again`);
    default:
      return say('other', `${where} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reading was started again so often that the window cannot be finished now. */
export function tokensKeepBeingRefused(sourceId: string, place: Place): SourceUnavailable {
  const where = `log group ${place.logGroup} in ${place.region}, account ${place.accountId}`;
  return new SourceUnavailable(
    sourceId,
    'other',
    `${where}: page tokens keep being refused; the window is read again later`,
  );
}
