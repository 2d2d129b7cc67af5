import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { GoogleError, invalidArgument } from '../google-error.js';
import { JsonFieldReader } from '../json-fields.js';
import type { AccessTokens } from './access-tokens.js';

/** A service account's key file. */
export interface ServiceAccountKey {
  readonly type: 'service_account';
  readonly project_id: string;
  readonly private_key_id: string;
  readonly private_key: string;
  readonly client_email: string;
  readonly client_id: string;
  readonly token_uri: string;
  readonly universe_domain: 'googleapis.com';
}

const LIFE_SECONDS = 3600;
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * The OAuth token endpoint. The key of its service account is made when the stand-in starts and is worth nothing elsewhere;
 * it is the one thing here that differs from run to run.
 */
export class TokenService {
  private readonly pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  constructor(
    private readonly tokens: AccessTokens,
    private readonly projectId: string,
  ) {}

  keyFile(endpoint: string): ServiceAccountKey {
    return {
      type: 'service_account',
      project_id: this.projectId,
      private_key_id: '5f0c1e7a93b24d68',
      private_key: this.pair.privateKey,
      client_email: this.account,
      client_id: '104418207735120316648',
      token_uri: `${endpoint}/token`,
      universe_domain: 'googleapis.com',
    };
  }

  /** Answer a form that asks for a token. Times in the assertion are not looked at: the stand-in's clock is its own. */
  answer(form: URLSearchParams): object {
    if (form.get('grant_type') !== JWT_GRANT) {
      throw invalidArgument(`The stand-in knows no grant_type but ${JWT_GRANT}`);
    }
    const issuer = this.issuerOf(form.get('assertion') ?? '');
    return { access_token: this.tokens.issue(issuer), expires_in: LIFE_SECONDS, token_type: 'Bearer' };
  }

  /** What iamcredentials.generateAccessToken answers, for a caller who has a token already and asks for another account's. */
  impersonate(account: string, expiresAt: string): object {
    return { accessToken: this.tokens.issue(account), expireTime: expiresAt };
  }

  private get account(): string {
    return `ledgerline@${this.projectId}.iam.gserviceaccount.com`;
  }

  private issuerOf(assertion: string): string {
    const [header = '', claims = '', signature = ''] = assertion.split('.');
    const verified = createVerify('RSA-SHA256')
      .update(`${header}.${claims}`)
      .verify(createPublicKey(this.pair.publicKey), Buffer.from(signature, 'base64url'));
    const issuer = verified
      ? JsonFieldReader.ofBody(Buffer.from(claims, 'base64url').toString()).text('iss')
      : undefined;
    if (issuer === this.account) return issuer;
    throw new GoogleError('UNAUTHENTICATED', 'Invalid JWT Signature.', 'invalid_grant');
  }
}
