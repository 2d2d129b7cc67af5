import { AwsError } from './aws-json.js';

/** What the signature of a request says: who signed it, for which service, in which region. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,/;

/**
 * The credential scope of Signature Version 4, which tells the services that share one endpoint apart. The signature itself
 * is not checked.
 */
export function signatureOf(authorization: string | undefined): Signature {
  if (authorization === undefined)
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const [, accessKeyId, region, service] = CREDENTIAL.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) {
    throw new AwsError(
      'IncompleteSignatureException',
      'Authorization header requires a Credential of Signature Version 4.',
    );
  }
  return { accessKeyId, region, service };
}
