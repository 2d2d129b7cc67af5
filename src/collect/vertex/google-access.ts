import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type AnyAuthClient, GoogleAuth, Impersonated, OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import type { VertexConfig } from '../../runtime/config/vertex-schema.js';

/** Who reads which project, and through which addresses. */
export type GoogleAccess = Pick<VertexConfig, 'projectId' | 'credentials' | 'endpoint'>;

const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

/**
 * Credentials for every service of a project: a key file or Application Default Credentials, and the service account that
 * either acts as. Tokens are renewed by the library before they expire.
 */
export async function googleAuth(access: GoogleAccess): Promise<GoogleAuth<AnyAuthClient>> {
  const { projectId, credentials = {}, endpoint } = access;
  const { keyFile, impersonate } = credentials;
  const own =
    keyFile !== undefined && endpoint?.token !== undefined
      ? new GoogleAuth<AnyAuthClient>({ projectId, authClient: clientOfKey(keyFile, endpoint.token) })
      : new GoogleAuth<AnyAuthClient>({
          projectId,
          scopes: SCOPES,
          ...(keyFile === undefined ? {} : { keyFilename: keyFile }),
        });
  if (impersonate === undefined) return own;
  const sourceClient = await own.getClient();
  const authClient = new Impersonated({
    sourceClient,
    targetPrincipal: impersonate,
    targetScopes: SCOPES,
    lifetime: 3_600,
  });
  return new GoogleAuth<AnyAuthClient>({ projectId, authClient });
}

const keySchema = z.object({ client_email: z.string(), private_key: z.string() });
const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });

/** The library asks Google alone for tokens, whatever the key file says; a stand-in hands out its own. */
function clientOfKey(keyFile: string, tokenUrl: string): OAuth2Client {
  const client = new OAuth2Client();
  client.refreshHandler = async () => {
    const key = keySchema.parse(JSON.parse(await readFile(keyFile, 'utf8')));
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertionOf(key, tokenUrl),
    });
    const answer = await fetch(tokenUrl, { method: 'POST', body });
    if (!answer.ok) throw new Error(`${tokenUrl} gave no token: status ${answer.status}`);
    const token = tokenSchema.parse(await answer.json());
    return { access_token: token.access_token, expiry_date: Date.now() + token.expires_in * 1_000 };
  };
  return client;
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests */
function assertionOf(key: z.output<typeof keySchema>, audience: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: key.client_email, scope: SCOPES.join(' '), aud: audience, iat: now, exp: now + 3_600 };
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key.private_key, 'base64url')}`;
}
