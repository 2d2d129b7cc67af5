import { describe, expect, it } from 'vitest';
import {
  DEFAULT_BUCKET,
  ENTRIES,
  OPUS,
  audit,
  judge,
  model,
  newestRow,
  refused,
  table,
} from '../../../test/support/vertex-keeping.js';

describe('the verdict on a location of Vertex AI', () => {
  it('says in words what is wrong, and gives the command that mends it', () => {
    const { verdict } = judge([model({ samplingRate: 0.25 }), table(), newestRow(0), audit(), ...ENTRIES]);
    expect(verdict.words).toBe('Only 25 % of the calls of claude-opus-5 are written: the others leave no row.');
    expect(verdict.reasons[0]?.action?.command).toBe(
      `curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' https://us-east5-aiplatform.googleapis.com/v1beta1/projects/insurer-prod/locations/us-east5/publishers/anthropic/models/claude-opus-5:setPublisherModelConfig -d '{"publisherModelConfig":{"loggingConfig":{"enabled":true,"samplingRate":1,"bigqueryDestination":{"outputUri":"bq://insurer-prod.vertex_logs.claude"}}},"updateMask":"loggingConfig"}'`,
    );
  });

  it('names the day on which a table takes every row with it', () => {
    const { verdict } = judge([model(), table({ expiresAt: '2026-11-30T00:00:00.000Z' }), newestRow(0), audit(false)]);
    expect(verdict.words).toContain('Everything in the table insurer-prod.vertex_logs.claude expires on 2026-11-30');
    expect(verdict.oldestVanishesAt).toBe(Date.parse('2026-11-30T00:00:00Z'));
    expect(verdict.reasons[0]?.action?.command).toBe('bq update --expiration 0 insurer-prod:vertex_logs.claude');
  });

  it('gives the role that a refused reading needs, and a role of its own where Google has none', () => {
    const { keeping } = judge([
      refused('publisherModel', OPUS, 'aiplatform.endpoints.fetchPublisherModelConfig', 'us-east5'),
      refused('logBucket', DEFAULT_BUCKET, 'logging.buckets.get'),
    ]);
    expect(keeping.unread.map(({ permission, action }) => [permission, action.command])).toEqual([
      [
        'aiplatform.endpoints.fetchPublisherModelConfig',
        expect.stringContaining('gcloud iam roles create ledgerlineSettings --project=insurer-prod'),
      ],
      ['logging.buckets.get', expect.stringContaining('--role=roles/logging.viewer')],
    ]);
  });
});
