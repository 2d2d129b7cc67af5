/** Credentials that are wrong as such, or a region that the account has not switched on: no policy mends that. */
const NOT_ABOUT_PERMISSION = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'ExpiredToken',
  'ExpiredTokenException',
  'MissingAuthenticationTokenException',
  'RequestExpired',
]);
const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|Forbidden|UnauthorizedAccess)$/;

/** Whether the policy of the reader does not allow the call. */
export function isDenied(error: unknown): boolean {
  if (!(error instanceof Error) || NOT_ABOUT_PERMISSION.has(error.name)) return false;
  return DENIED.test(error.name) || statusOf(error) === 403;
}

/** Whether the region does not take the account's credentials: it has not been switched on for the account. */
export function isRegionOff(error: unknown): boolean {
  return error instanceof Error && ['UnrecognizedClientException', 'InvalidClientTokenId'].includes(error.name);
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}
