import { openToken, sealToken } from '../../aws/sealed-token.js';
import { GoogleError } from '../google-error.js';

const PREFIX = 'ya29.';

/** Bearer tokens that the stand-in hands out and recognises again. */
export class AccessTokens {
  constructor(private readonly seed: number) {}

  issue(account: string): string {
    return `${PREFIX}${sealToken([account], this.seed)}`;
  }

  /** Throws unless the header of a request carries a token that was issued here. */
  check(authorization: string): void {
    const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    if (token?.startsWith(PREFIX) === true && this.opens(token.slice(PREFIX.length))) return;
    throw new GoogleError(
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    );
  }

  /** Over an unencrypted connection the gRPC client sends no credentials, so that none is accepted, but no wrong one. */
  checkIfGiven(authorization: string): void {
    if (authorization !== '') this.check(authorization);
  }

  private opens(text: string): boolean {
    try {
      return openToken(text, this.seed) !== null;
    } catch {
      return false;
    }
  }
}
