import { readFileSync } from 'node:fs';
import {
  ClientSecretCredential,
  DefaultAzureCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { AzureCloud } from '../../usage/azure-cloud.js';
import { ADDRESSES } from './azure-clouds.js';

/** Who reads Azure, and through which addresses. */
export interface AzureAccess {
  /** Absent: the SDK's default chain (environment, workload identity, managed identity, Azure CLI). */
  readonly credentials?: AzureCredentials | undefined;
  /** Other addresses than Azure's own, and the authority that signed their certificates. */
  readonly endpoint?: AzureEndpoints | undefined;
  /** Absent: the public one. */
  readonly cloud?: AzureCloud | undefined;
}

export type AzureCredentials =
  | { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string }
  /** `system`, or the client id of a user-assigned identity. */
  | { readonly managedIdentity: string };

interface AzureEndpoints {
  readonly logs?: string | undefined;
  readonly arm?: string | undefined;
  readonly authority?: string | undefined;
  readonly ca?: string | undefined;
  readonly caFile?: string | undefined;
}

/** Attempts beside the first: throttling is answered with Retry-After, which the SDK obeys. */
const RETRIES = { maxRetries: 6, retryDelayInMs: 500, maxRetryDelayInMs: 30_000 };

/** What every client of Azure is made with. */
export function azureClientOptions({ endpoint }: AzureAccess) {
  const ca = endpoint?.ca ?? (endpoint?.caFile === undefined ? undefined : readFileSync(endpoint.caFile, 'utf8'));
  return { retryOptions: RETRIES, ...(ca === undefined ? {} : { tlsOptions: { ca } }) };
}

/** Tokens for the services that are read. They are renewed by the SDK before they expire. */
export function azureCredential(access: AzureAccess): TokenCredential {
  const { credentials, endpoint, cloud = 'public' } = access;
  const authority = endpoint?.authority;
  const options = {
    ...azureClientOptions(access),
    authorityHost: ADDRESSES[cloud].authority,
    // Another authority than Microsoft's is not in its list of authorities, which is asked for otherwise.
    ...(authority === undefined ? {} : { authorityHost: authority, disableInstanceDiscovery: true }),
  };
  if (credentials === undefined) return new DefaultAzureCredential(options);
  if ('managedIdentity' in credentials) {
    const { managedIdentity } = credentials;
    return managedIdentity === 'system'
      ? new ManagedIdentityCredential(options)
      : new ManagedIdentityCredential({ ...options, clientId: managedIdentity });
  }
  const { tenantId, clientId, clientSecret } = credentials;
  return new ClientSecretCredential(tenantId, clientId, clientSecret, options);
}
