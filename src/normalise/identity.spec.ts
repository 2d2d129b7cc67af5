import { describe, expect, it } from 'vitest';
import { readAwsIdentity } from './identity.js';

const A = '111122223333';

describe('a caller on AWS', () => {
  it.each([
    [`arn:aws:iam::${A}:user/dev-user`, 'iam-user', 'dev-user', null],
    [`arn:aws:iam::${A}:user/teams/claims/ana@example.com`, 'iam-user', 'ana@example.com', null],
    [`arn:aws:iam::${A}:user/BedrockAPIKey-ab12`, 'bedrock-api-key', 'BedrockAPIKey-ab12', null],
    [`arn:aws:iam::${A}:root`, 'root', 'root', null],
    [`arn:aws:iam::${A}:role/ops/nightly`, 'assumed-role', 'nightly', null],
    [
      `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`,
      'service',
      'AWSServiceRoleForX',
      null,
    ],
    [`arn:aws:sts::${A}:assumed-role/Intake/worker`, 'assumed-role', 'Intake', 'worker'],
    [`arn:aws:sts::${A}:assumed-role/Intake/ana+test@example.com`, 'assumed-role', 'Intake', 'ana+test@example.com'],
    [`arn:aws-us-gov:sts::${A}:assumed-role/Intake/worker`, 'assumed-role', 'Intake', 'worker'],
    [`arn:aws:sts::${A}:assumed-role/Intake`, 'assumed-role', 'Intake', null],
    [
      `arn:aws:sts::${A}:assumed-role/AWSReservedSSO_Power_User_0123456789abcdef/mira.koch`,
      'sso-user',
      'AWSReservedSSO_Power_User_0123456789abcdef',
      'mira.koch',
    ],
    [`arn:aws:sts::${A}:federated-user/guest`, 'federated-user', 'guest', null],
  ])('%s is a %s named %s, session %s', (arn, kind, name, session) => {
    expect(readAwsIdentity(arn)).toEqual({ kind, name, session, accountId: A });
  });

  it('may be a service of AWS', () => {
    expect(readAwsIdentity('lambda.amazonaws.com')).toMatchObject({ kind: 'service', name: 'lambda.amazonaws.com' });
  });

  it.each(['someone', 'arn:aws:iam::1:group/x', 'arn:aws:sts::1:assumed-role/', ''])('%j is kept as logged', (text) => {
    expect(readAwsIdentity(text)).toMatchObject({ kind: 'unknown', name: text });
  });

  it('in a placeholder account has no account', () => {
    expect(readAwsIdentity('arn:aws:sts::ACCOUNT:assumed-role/Intake/x')).toMatchObject({
      name: 'Intake',
      accountId: null,
    });
  });
});
