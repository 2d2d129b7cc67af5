import { describe, expect, it } from 'vitest';
import { askGoogle, credentialsOf, googleOf, loggingAt } from '../../test/support/google.js';
import { standInAt } from '../../test/support/stand-in.js';
import { changeFaults } from '../change-faults.js';
import { NO_FAULTS } from '../faults.js';
import { DEVELOPMENT, PRODUCTION } from './world/google-places.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');

function configPath(projectId: string, location: string, model: string): string {
  return `/v1beta1/projects/${projectId}/locations/${location}/publishers/anthropic/models/${model}:fetchPublisherModelConfig`;
}

describe('access to the stand-in of Google Cloud', () => {
  it('is by a token for the key that it hands out, and for no other', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const { token } = await credentialsOf(google).getAccessToken();
    expect(token).toMatch(/^ya29\./);
    const refused = await fetch(`${google.endpoints.bigQuery}/bigquery/v2/projects/${PRODUCTION}/datasets/vertex_logs`);
    expect(refused.status).toBe(401);
    const { private_key: other } = googleOf(await standInAt(NOW, { google: {} })).key;
    await expect(
      credentialsOf({ ...google, key: { ...google.key, private_key: other } }).getAccessToken(),
    ).rejects.toThrow('Invalid JWT Signature');
  });

  it.each([
    ['logging.logEntries.list', 'logging.logEntries.list insurer-claims-prod'],
    ['logging.privateLogEntries.list', 'logging.privateLogEntries.list'],
  ])('is refused where %s is denied', async (permission, denial) => {
    const google = googleOf(await standInAt(NOW, { google: {}, faults: { google: { denied: [denial] } } }));
    const filter = 'resource.type="audited_resource" AND timestamp>="2026-11-18T00:00:00Z"';
    await expect(loggingAt(google, PRODUCTION).getEntries({ filter, autoPaginate: false })).rejects.toMatchObject({
      code: 7,
      details: `Permission '${permission}' denied on resource 'projects/${PRODUCTION}' (or it may not exist).`,
    });
  });
});

describe('the configuration that the stand-in tells', () => {
  it.each([
    [
      PRODUCTION,
      'us-east5',
      {
        loggingConfig: {
          enabled: true,
          samplingRate: 1,
          bigqueryDestination: { outputUri: `bq://${PRODUCTION}.vertex_logs.claude_us_east5` },
          requestResponseLoggingSchemaVersion: 'v2',
        },
        inferenceEventLoggingConfig: { enabled: true },
      },
    ],
    [PRODUCTION, 'eu', { inferenceEventLoggingConfig: { enabled: true } }],
    // The global endpoint reads back as enabled, and no row ever arrives.
    [
      DEVELOPMENT,
      'global',
      {
        loggingConfig: {
          enabled: true,
          samplingRate: 1,
          bigqueryDestination: { outputUri: `bq://${DEVELOPMENT}.vertex_logs.claude_global` },
          requestResponseLoggingSchemaVersion: 'v2',
        },
      },
    ],
    [DEVELOPMENT, 'europe-west1', {}],
  ])('of a model in %s/%s', async (projectId, location, expected) => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const { json } = await askGoogle(google, configPath(projectId, location, 'claude-opus-5-5'));
    expect(json).toEqual(expected);
  });

  it('has the sampling of the day and says when logging is off', async () => {
    const where = { projectId: PRODUCTION, location: 'us-east5', from: NOW - 1000, to: null };
    const simulator = await standInAt(NOW, { google: {}, faults: { google: { sampling: [{ ...where, rate: 0.1 }] } } });
    const google = googleOf(simulator);
    const path = configPath(PRODUCTION, 'us-east5', 'claude-opus-5-5');
    expect(await askGoogle(google, path)).toMatchObject({ json: { loggingConfig: { samplingRate: 0.1 } } });
    simulator.setFaults({ google: { loggingOff: [{ ...where, log: 'requestResponse' }] } });
    expect(await askGoogle(google, path)).toMatchObject({ json: { loggingConfig: {} } });
  });

  it('has the audit configuration of a project with those who are exempt', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const { json } = await askGoogle(google, `/v1/projects/${PRODUCTION}:getIamPolicy`, {});
    expect(json).toMatchObject({
      auditConfigs: [
        {
          service: 'aiplatform.googleapis.com',
          auditLogConfigs: [
            {
              logType: 'DATA_READ',
              exemptedMembers: [`serviceAccount:policy-batch@${PRODUCTION}.iam.gserviceaccount.com`],
            },
          ],
        },
      ],
    });
  });

  it('has the retention of the bucket and the exclusions of the sink, over REST and gRPC', async () => {
    const exclusions = [{ projectId: PRODUCTION, name: 'cost', filter: 'resource.type="audited_resource"' }];
    const faults = { google: { exclusions, retention: [{ projectId: PRODUCTION, days: 7 }] } };
    const google = googleOf(await standInAt(NOW, { google: {}, faults }));
    const bucket = await askGoogle(google, `/v2/projects/${PRODUCTION}/locations/global/buckets/_Default`);
    expect(bucket.json).toMatchObject({ retentionDays: 7, lifecycleState: 'ACTIVE', locked: false });
    const [sinks] = await loggingAt(google, PRODUCTION).getSinks();
    const told = sinks.find(({ name }) => name === '_Default')?.metadata;
    expect(told).toMatchObject({ exclusions: [{ name: 'cost', filter: 'resource.type="audited_resource"' }] });
  });
});

describe('the truth of Google Cloud', () => {
  it('is told beside that of AWS, call by call and page by page', async () => {
    const { endpoint } = await standInAt(NOW, { google: {} });
    const first = await fetch(`${endpoint}/google/calls?limit=100`);
    const next = first.headers.get('x-next-after');
    const second = await fetch(`${endpoint}/google/calls?limit=100&after=${encodeURIComponent(next ?? '')}`);
    const lines = `${await first.text()}${await second.text()}`.trim().split('\n');
    const starts = lines.map((line): string => JSON.parse(line).startedAt);
    expect(new Set(lines).size).toBe(200);
    expect(starts).toEqual(starts.toSorted());
    const ledger = await fetch(`${endpoint}/google/ledger?by=place&base=unlogged`);
    expect(await ledger.json()).toMatchObject({ by: 'place', base: 'unlogged', total: { toldBy: { tokens: 0 } } });
  });

  it('is nowhere unless it is asked for', async () => {
    const { endpoint, google } = await standInAt(NOW);
    expect(google).toBeNull();
    expect((await fetch(`${endpoint}/google/ledger`)).status).toBe(404);
  });
});

describe('faults of Google Cloud from outside', () => {
  it.each([
    [{ lateshare: 1 }, '"google.lateshare" is not one of'],
    [{ lateShare: 2 }, 'google.lateShare is 2, expected a number from 0 to 1'],
    [{ denied: ['s3:GetObject'] }, 'google.denied is "s3:GetObject", expected permissions of'],
    [
      { loggingOff: [{ log: 'audit', projectId: 'p', location: 'us', from: 0 }] },
      'a project and location of the stand-in',
    ],
    [{ tableExpires: [{ table: 'p.d.t', at: 0 }] }, 'a table of the stand-in as project.dataset.table'],
    [{ exclusions: [{ projectId: PRODUCTION, name: 'x', filter: 'a=' }] }, 'Unparseable filter'],
  ])('are refused where they make no sense: %j', (change, message) => {
    expect(() => changeFaults(NO_FAULTS, { google: change })).toThrow(message);
  });

  it('change one by one', () => {
    const once = changeFaults(NO_FAULTS, { google: { lateShare: 0.5 } });
    expect(changeFaults(once, { google: { throttleShare: 0.1 } }).google).toMatchObject({
      lateShare: 0.5,
      throttleShare: 0.1,
    });
  });
});
