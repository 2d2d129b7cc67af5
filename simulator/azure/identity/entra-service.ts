import type { AzureBackend } from '../backend.js';
import type { RestAnswer, RestRequest, Route } from '../rest/rest.js';
import { CLIENT_ID, TENANT_ID } from '../world/estate.js';
import { AUDIENCES, clientSecretOf, issueToken, TOKEN_SECONDS } from './access-tokens.js';

const KNOWN_AUDIENCES: ReadonlySet<string> = new Set([...AUDIENCES.logs, ...AUDIENCES.arm]);

function discovery(endpoint: string): RestAnswer {
  const authority = `${endpoint}/${TENANT_ID}`;
  return {
    status: 200,
    json: {
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      issuer: `${authority}/v2.0`,
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
    },
  };
}

function refused(status: number, error: string, code: number, description: string): RestAnswer {
  return { status, json: { error, error_description: `AADSTS${code}: ${description}`, error_codes: [code] } };
}

/** Entra ID for one application of one tenant: the address of its token endpoint, and tokens for a secret. */
export class EntraService {
  constructor(private readonly backend: AzureBackend) {}

  routeOf(request: RestRequest): Route | null {
    const tenant = /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|oauth2\/v2\.0\/token)$/i.exec(request.path);
    if (tenant === null) return null;
    const answer = (): RestAnswer => {
      if (tenant[1] !== TENANT_ID) return refused(400, 'invalid_tenant', 90002, `Tenant '${tenant[1]}' not found.`);
      return request.method === 'POST' ? this.token(new URLSearchParams(request.body)) : discovery(request.endpoint);
    };
    return { audience: null, action: null, resource: 'entra', answer };
  }

  private token(form: URLSearchParams): RestAnswer {
    const { world } = this.backend;
    if (form.get('grant_type') !== 'client_credentials') {
      return refused(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
    }
    if (form.get('client_id') !== CLIENT_ID) {
      return refused(400, 'unauthorized_client', 700016, `Application '${form.get('client_id')}' was not found.`);
    }
    if (form.get('client_secret') !== clientSecretOf(world.seed)) {
      return refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
    }
    const scope = (form.get('scope') ?? '').split(' ').find((asked) => asked.endsWith('/.default'));
    const audience = (scope ?? '').replace(/\/+\.default$/, '');
    if (!KNOWN_AUDIENCES.has(audience)) {
      return refused(400, 'invalid_resource', 500011, `The resource principal named ${audience} was not found.`);
    }
    const expiry = { expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS };
    return {
      status: 200,
      json: { token_type: 'Bearer', ...expiry, access_token: issueToken(audience, world.seed) },
    };
  }
}
