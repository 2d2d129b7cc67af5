import { describe, expect, it } from 'vitest';
import { RoleNotAssumed } from './aws-access.js';
import { sourceUnavailable } from './aws-errors.js';

const request = { what: 's3://logs/a in eu-west-1', permission: 's3:GetObject', ifAbsent: 'bucket and region' };
const role = 'arn:aws:iam::111122223333:role/reader';

function awsError(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name });
}

describe('sourceUnavailable', () => {
  it.each([
    ['AccessDenied', 'no', 'permission', 'not allowed to read s3://logs/a in eu-west-1; grant s3:GetObject on it'],
    [
      'AccessDenied',
      'User is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:…',
      'permission',
      'not allowed to decrypt s3://logs/a in eu-west-1; grant kms:Decrypt on the key that encrypts it',
    ],
    [
      'NoSuchBucket',
      'no',
      'notFound',
      "there is no s3://logs/a in eu-west-1; check bucket and region against Bedrock's",
    ],
    [
      'ExpiredToken',
      'no',
      'credentials',
      'the credentials for s3://logs/a in eu-west-1 are missing, expired or refused',
    ],
    ['SlowDown', 'no', 'throttled', 's3://logs/a in eu-west-1 is throttled'],
    ['Weird', 'the words of AWS', 'other', 's3://logs/a in eu-west-1 could not be read: the words of AWS'],
  ])('%s (%s)', (name, message, reason, words) => {
    const error = sourceUnavailable('prod', request, awsError(name, message));
    expect(error.message).toContain(`prod: ${words}`);
    expect(error).toMatchObject({ reason, sourceId: 'prod' });
  });

  it('names role, caller and trust policy when a role may not be assumed', () => {
    const refusal = awsError(
      'AccessDenied',
      `User: arn:aws:iam::444455556666:user/ledgerline is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    );
    const without = sourceUnavailable('prod', request, new RoleNotAssumed(role, false, refusal));
    expect(without).toHaveProperty('reason', 'permission');
    expect(without.message).toContain(`not allowed to assume the role ${role}`);
    expect(without.message).toContain('arn:aws:iam::444455556666:user/ledgerline needs sts:AssumeRole on it');
    expect(without.message).toContain('no externalId is configured');
    const withId = sourceUnavailable('prod', request, new RoleNotAssumed(role, true, refusal));
    expect(withId.message).toContain('compare sts:ExternalId');
  });

  it('says that the credentials behind a role have expired', () => {
    const error = sourceUnavailable('prod', request, new RoleNotAssumed(role, false, awsError('ExpiredToken')));
    expect(error).toHaveProperty('reason', 'credentials');
    expect(error.message).toContain(`the credentials with which the role ${role} is to be assumed`);
  });
});
