import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsService } from '../../runtime/config/aws-fields.js';

/** Who reads which account and region, and through which addresses. */
export interface AwsAccess {
  readonly accountId: string;
  readonly region: string;
  /** Absent: the SDK's default chain (environment, profile, container or instance role). */
  readonly credentials?: AwsCredentials | undefined;
  /** Another address than AWS's own, for all services or for each. */
  readonly endpoint?: string | Readonly<Partial<Record<AwsService, string | undefined>>> | undefined;
}

export interface AwsCredentials {
  /** A profile of the shared configuration files, in place of the default chain. */
  readonly profile?: string | undefined;
  /** A role that is assumed with those credentials, usually in another account. */
  readonly roleArn?: string | undefined;
  /** What the role's trust policy asks for, so that nobody else can have it assumed. */
  readonly externalId?: string | undefined;
}

/** STS did not give the credentials of a role. Told apart from refusals by the service that the role was to read. */
export class RoleNotAssumed extends Error {
  override readonly name = 'RoleNotAssumed';

  constructor(
    readonly roleArn: string,
    readonly withExternalId: boolean,
    override readonly cause: unknown,
  ) {
    super(`the role ${roleArn} could not be assumed`, { cause });
  }
}

/** What every client of an AWS service is made with. Credentials are refreshed by the SDK before they expire. */
export function awsClientSettings(access: AwsAccess, service: AwsService) {
  const { region, credentials } = access;
  const endpoint = endpointOf(access, service);
  return {
    region,
    maxAttempts: 8,
    // Without these a connection that dies silently is waited for without end.
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 120_000 },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: credentialProvider(access, credentials) }),
  };
}

/** The address of a service, where it is not AWS's own. */
export function endpointOf({ endpoint }: AwsAccess, service: AwsService): string | undefined {
  return typeof endpoint === 'string' ? endpoint : endpoint?.[service];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
function credentialProvider(access: AwsAccess, { profile, roleArn, externalId }: AwsCredentials) {
  const own = fromNodeProviderChain(profile === undefined ? {} : { profile });
  if (roleArn === undefined) return own;
  const endpoint = endpointOf(access, 'sts');
  const assumed = fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'ledgerline',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    clientConfig: { region: access.region, ...(endpoint === undefined ? {} : { endpoint }) },
  });
  return async () => {
    try {
      return await assumed();
    } catch (error) {
      throw new RoleNotAssumed(roleArn, externalId !== undefined, error);
    }
  };
}
