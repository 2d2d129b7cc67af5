import { describe, expect, it } from 'vitest';
import { personOf } from '../attribute/person.js';
import { readGoogleIdentity } from './google-identity.js';

const POOLS = 'principal://iam.googleapis.com';
const READER = 'reader@acme-ai-prod.iam.gserviceaccount.com';

describe('callers that Google names', () => {
  it.each([
    ['ada@example.com', null, [], 'google-user', 'ada@example.com', null, null, 'ada@example.com'],
    [READER, `serviceAccount:${READER}`, [], 'service-account', READER, null, 'acme-ai-prod', READER],
    [null, `serviceAccount:${READER}`, [], 'service-account', READER, null, 'acme-ai-prod', READER],
    [
      READER,
      null,
      ['ada@example.com'],
      'service-account',
      READER,
      'ada@example.com',
      'acme-ai-prod',
      'ada@example.com',
    ],
    [READER, null, [READER], 'service-account', READER, READER, 'acme-ai-prod', READER],
    [
      '123-compute@developer.gserviceaccount.com',
      null,
      [],
      'service-account',
      '123-compute@developer.gserviceaccount.com',
      null,
      null,
      '123-compute@developer.gserviceaccount.com',
    ],
    [
      'acme-ai-prod@appspot.gserviceaccount.com',
      null,
      [],
      'service-account',
      'acme-ai-prod@appspot.gserviceaccount.com',
      null,
      'acme-ai-prod',
      'acme-ai-prod@appspot.gserviceaccount.com',
    ],
    [
      'service-1@gcp-sa-aiplatform.iam.gserviceaccount.com',
      null,
      [],
      'service',
      'service-1@gcp-sa-aiplatform.iam.gserviceaccount.com',
      null,
      null,
      'service-1@gcp-sa-aiplatform.iam.gserviceaccount.com',
    ],
    [
      null,
      `${POOLS}/locations/global/workforcePools/acme-staff/subject/bo@example.org`,
      [],
      'workforce',
      'bo@example.org',
      null,
      null,
      'bo@example.org',
    ],
    [
      null,
      `${POOLS}/locations/global/workforcePools/acme-staff/subject/6e944337-4f11-4899-a4d5-aff05c7a9e81`,
      [],
      'workforce',
      '6e944337-4f11-4899-a4d5-aff05c7a9e81',
      null,
      null,
      'workforce',
    ],
    [
      null,
      `${POOLS}/projects/123456789012/locations/global/workloadIdentityPools/ci/subject/repo:acme/claims`,
      [],
      'workload',
      'repo:acme/claims',
      null,
      '123456789012',
      'repo:acme/claims',
    ],
    [
      null,
      'serviceAccount:acme-ai-dev.svc.id.goog[claims/intake]',
      [],
      'workload',
      'acme-ai-dev.svc.id.goog[claims/intake]',
      null,
      'acme-ai-dev',
      'acme-ai-dev.svc.id.goog[claims/intake]',
    ],
    ['user58', null, [], 'unknown', 'user58', null, null, null],
  ] as const)(
    'email %s, subject %s, acted for by %j: %s',
    (email, subject, delegates, kind, name, session, accountId, person) => {
      const read = readGoogleIdentity({ email, subject, delegates });
      expect(read).toEqual({ principal: email ?? subject, identity: { kind, name, session, accountId } });
      expect(personOf(read?.identity ?? null)).toBe(person);
    },
  );

  it('may be nobody', () => {
    expect(readGoogleIdentity({ email: null, subject: null, delegates: [] })).toBeNull();
  });
});
