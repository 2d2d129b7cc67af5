import { AwsError } from '../aws/aws-json.js';
import { Random, seedWordsOf } from '../random.js';
import { openToken, sealToken } from '../aws/sealed-token.js';

/** The role that the insurer's accounts have for readers of their logs, and what its trust policy asks for. */
export interface ReaderRole {
  readonly arn: string;
  readonly externalId: string;
}

/** Temporary credentials of an assumed role. Nothing is remembered of them: the token says what they are good for. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}

export function readerRoleOf(accountId: string): ReaderRole {
  return { arn: `arn:aws:iam::${accountId}:role/UsageReader`, externalId: `insurer-${accountId}` };
}

/** Credentials for one account, until an instant. */
export function issueCredentials(accountId: string, expiresAt: number, seed: number): SessionCredentials {
  const random = new Random(seedWordsOf(`${seed}/session/${accountId}/${expiresAt}`));
  const accessKeyId = `ASIA${random.alphanumeric(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
  return {
    accessKeyId,
    secretAccessKey: random.alphanumeric(40),
    sessionToken: sealToken(['session', accessKeyId, accountId, expiresAt], seed),
    expiresAt,
  };
}

/** What a request must show to be let into an account. */
export interface Visitor {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
}

/**
 * Let requests in that were signed with an assumed role of this account, while it lasts, or with credentials that were not
 * issued here: those stand for the reader's own and may do everything everywhere.
 */
export function admit(visitor: Visitor, accountId: string, now: number, seed: number): void {
  if (visitor.sessionToken === undefined) return;
  const [kind, accessKeyId, issuedFor, expiresAt] = openToken(visitor.sessionToken, seed) ?? [];
  if (kind !== 'session' || typeof expiresAt !== 'number') return;
  if (accessKeyId !== visitor.accessKeyId) {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  }
  if (expiresAt <= now) throw expiredToken();
  if (issuedFor !== accountId) {
    throw new AwsError(
      'AccessDeniedException',
      `User: arn:aws:sts::${String(issuedFor)}:assumed-role/UsageReader is not authorized to read account ${accountId}`,
      403,
    );
  }
}

export function expiredToken(): AwsError {
  return new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);
}
