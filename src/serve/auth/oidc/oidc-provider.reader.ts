import * as oidc from 'openid-client';
import type { OidcConfig } from '../../../runtime/config/sign-in-schema.js';
import { lacksGroups, memberOfClaims, type OidcMember } from './oidc-member.js';

/** What has to be known again when the browser comes back. */
export interface OidcRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Seconds that a provider may take to answer. */
const TIMEOUT_SECONDS = 10;

/**
 * An OpenID provider: where to send a browser, and whom its answer stands for. Authorization code with PKCE, state and nonce;
 * ID tokens have their signature checked although they come straight from the provider. https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 */
export class OidcProvider {
  /** Asked for at the first sign-in and then kept; a provider that is away then is asked again at the next. */
  private known: Promise<oidc.Configuration> | undefined;

  constructor(
    readonly settings: OidcConfig,
    private readonly redirectUri: string,
  ) {}

  /** Where to send the browser. */
  async begin(): Promise<{ readonly url: string; readonly request: OidcRequest }> {
    const configuration = await this.configuration();
    const request = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.redirectUri,
      scope: this.settings.scopes.join(' '),
      state: request.state,
      nonce: request.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, request };
  }

  /** Whom the answer stands for that came with `query` (of the address that the provider sent the browser to). */
  async finish(query: string, { state, nonce, codeVerifier }: OidcRequest): Promise<OidcMember> {
    const configuration = await this.configuration();
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${this.redirectUri}${query}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('The provider sent no ID token.');
    const { userinfo_endpoint: userinfo } = configuration.serverMetadata();
    if (!lacksGroups(claims, this.settings) || userinfo === undefined) return memberOfClaims(claims, this.settings);
    const more = await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return memberOfClaims({ ...more, ...claims }, this.settings);
  }

  private configuration(): Promise<oidc.Configuration> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    const insecure = server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(server, clientId, clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      execute: [oidc.enableNonRepudiationChecks, ...insecure],
    });
  }
}
