import type { Identity } from '../usage/usage-event.js';

const ARN = /^arn:[a-z0-9-]+:(iam|sts)::([^:]*):(.+)$/s;

/**
 * An AWS caller, from the ARN that the log names. Role names are the part after `assumed-role/`; role paths are not in it.
 * Session names are chosen by the caller and hold no slash; the paths of users and roles may.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function readAwsIdentity(principal: string): Identity {
  const [, service, account = '', resource = ''] = ARN.exec(principal) ?? [];
  const accountId = /^\d{12}$/.test(account) ? account : null;
  const identity = (kind: Identity['kind'], name: string, session: string | null = null): Identity => ({
    kind,
    name,
    session,
    accountId,
  });
  const [type = '', ...path] = resource.split('/');
  const last = path.at(-1) ?? '';
  if (service === 'iam' && resource === 'root') return identity('root', 'root');
  if (service === 'iam' && type === 'user' && last !== '') {
    // A long-term Bedrock API key is an IAM user that the console makes for it.
    return identity(last.startsWith('BedrockAPIKey-') ? 'bedrock-api-key' : 'iam-user', last);
  }
  if (service === 'iam' && type === 'role' && last !== '') {
    return identity(path[0] === 'aws-service-role' ? 'service' : 'assumed-role', last);
  }
  if (service === 'sts' && type === 'federated-user' && last !== '') return identity('federated-user', path.join('/'));
  if (service === 'sts' && type === 'assumed-role' && path[0]) {
    const session = path.slice(1).join('/') || null;
    // IAM Identity Center: the role carries the permission set, the session the user's name.
    return identity(/^AWSReservedSSO_.+_[0-9a-f]{16}$/.test(path[0]) ? 'sso-user' : 'assumed-role', path[0], session);
  }
  if (/^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(principal)) return identity('service', principal);
  return identity('unknown', principal);
}
