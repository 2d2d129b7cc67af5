import { describe, expect, it } from 'vitest';
import { configurations, type Mistake } from '../../../test/support/configuration.js';

const VERTEX_TABLE = `sources:
  - id: rows
    kind: vertex-request-response
    projectId: acme-ai-prod
    location: us-east5
    table: acme-ai-prod.logs.us_east5
`;
const VERTEX_AUDIT = `  - id: callers
    kind: vertex-audit
    projectId: acme-ai-prod
`;

const { load, mistakes } = configurations();

const MISTAKES: Mistake[] = [
  [
    'a kind of Vertex AI that is mistyped',
    VERTEX_TABLE.replace('vertex-request-response', 'vertex-requests-response'),
    '3:11 sources[0].kind: "vertex-requests-response" is not a kind of source; did you mean "vertex-request-response"?',
  ],
  [
    'a project given by its number',
    VERTEX_TABLE.replace('projectId: acme-ai-prod', 'projectId: "123456789012"'),
    '4:16 sources[0].projectId: "123456789012" is not the id of a Google Cloud project (neither its number nor its name)',
  ],
  [
    'a location that is none',
    VERTEX_TABLE.replace('location: us-east5', 'location: US'),
    '5:15 sources[0].location: "US" is not a location of Vertex AI such as global, eu or us-east5',
  ],
  [
    'a table without its project',
    VERTEX_TABLE.replace('acme-ai-prod.logs.us_east5', 'logs.us_east5'),
    '6:12 sources[0].table: "logs.us_east5" is not a table of BigQuery: write project.dataset.table',
  ],
  [
    'neither a table nor models that say it',
    VERTEX_TABLE.replace(/ +table: .*\n/, ''),
    '2:5 sources[0].table: is required (or models, to find the table)',
  ],
  [
    'a table and models',
    `${VERTEX_TABLE}    models: [claude-opus-5]`,
    '7:13 sources[0].models: give either table or models, not both',
  ],
  [
    'an unknown key of a source of Vertex AI',
    `sources:\n${VERTEX_AUDIT}    requestPerMinute: 10`,
    '5:5 sources[0]: unknown key "requestPerMinute"; did you mean "requestsPerMinute"?',
  ],
  [
    'a field of metadata entries that there is not',
    `sources:\n${VERTEX_AUDIT.replace('audit', 'inference-metadata')}    fields: { inputToken: jsonPayload.in }`,
    '5:15 sources[0].fields: unknown key "inputToken"; did you mean "inputTokens"?',
  ],
  [
    'more requests than a project has',
    `sources:\n${VERTEX_AUDIT}    requestsPerMinute: 100`,
    '5:24 sources[0].requestsPerMinute: Too big: expected number to be <=60',
  ],
  [
    'an account of Google that is no service account, to act as',
    `sources:\n${VERTEX_AUDIT}    credentials: { impersonate: ada@example.com }`,
    '5:33 sources[0].credentials.impersonate: "ada@example.com" is not a service account such as reader@my-project.iam.gserviceaccount.com',
  ],
  [
    'contents of a log that has none',
    `sources:\n${VERTEX_AUDIT}    contents: off`,
    '5:5 sources[0]: unknown key "contents"; known here: id, historyDays, projectId, credentials, endpoint, requestsPerMinute, schedule, kind',
  ],
];

describe('a source of Vertex AI', () => {
  it('fills in what sources of Vertex AI leave out', () => {
    const schedule = { live: '*/5 * * * *', hourly: '7 * * * *', daily: '23 3 * * *' };
    const common = { projectId: 'acme-ai-prod', historyDays: 60 };
    expect(load(VERTEX_TABLE + VERTEX_AUDIT).sources).toEqual([
      {
        ...common,
        id: 'rows',
        kind: 'vertex-request-response',
        location: 'us-east5',
        table: 'acme-ai-prod.logs.us_east5',
        maximumBytesBilled: 21_474_836_480,
        maximumBytesBilledPerDay: 107_374_182_400,
        schedule,
      },
      { ...common, id: 'callers', kind: 'vertex-audit', requestsPerMinute: 50, schedule },
    ]);
  });
});

describe('mistakes in a source of Vertex AI', () => {
  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text)).toEqual([`c.yaml:${expected}`]);
  });
});
