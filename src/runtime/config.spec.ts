import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { attributionRulesSchema } from '../attribute/attribution-rules.js';
import { pricesSchema } from '../price/prices-schema.js';
import { ConfigError, loadConfig } from './config.js';
import { packageRoot } from './package-root.js';
import { readEnvironment } from './environment.js';

const SOURCE = `sources:
  - id: prod
    kind: bedrock-cloudwatch
    accountId: "111122223333"
    region: us-east-1
    logGroup: /bedrock/invocations
`;

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

const KEY = Buffer.alloc(32, 5).toString('base64');
const NEEDS_A_KEY =
  'needs contents.key, because contents are only kept encrypted: make one with `openssl rand -base64 32`, ' +
  'set it as LEDGERLINE_CONTENT_KEY, and write key: ${env:LEDGERLINE_CONTENT_KEY}';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string, variables: Record<string, string> = {}) {
  const path = join(folder, 'c.yaml');
  writeFileSync(path, text);
  return loadConfig({ path, env: readEnvironment(variables), prices: pricesSchema });
}

/** The mistakes found in a text, without the folder in front of the file's name. */
function mistakes(text: string, variables: Record<string, string> = {}): string[] {
  try {
    load(text, variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.replaceAll(`${folder}/`, '').split('\n');
  }
}

describe('a configuration', () => {
  it('is all defaults and no sources for an empty file', () => {
    expect(load('# nothing yet\n')).toEqual({
      file: join(folder, 'c.yaml'),
      server: { host: '127.0.0.1', port: 3000, trustProxy: 0, requestsPerMinute: 1200 },
      signIn: { passwords: true, sessions: { idleMs: 7_200_000, absoluteMs: 43_200_000 } },
      audit: {},
      database: { url: undefined },
      dataDir: join(folder, 'data'),
      reporting: { timeZone: 'UTC', timeZones: ['UTC'] },
      contents: { mode: 'off', retentionDays: 30, keys: null },
      sources: [],
      alerts: {
        retentionDays: 30,
        settleMinutes: 2,
        renotifyHours: 24,
        checks: {
          collectorBehind: { warnMinutes: 60, alertMinutes: 240 },
          quarantine: { warn: 10, alert: 1000 },
          unpriced: { warnPercent: 0, alertPercent: 5 },
          logDelivery: { alert: 1 },
          usageSpike: { factor: 4, minUsd: 10, minTokens: 10_000_000, learningDays: 14, coolDownHours: 12 },
          firstSeen: { kinds: ['identity', 'model', 'region', 'scope', 'client', 'address'], learningDays: 14 },
          refusals: { minCalls: 10, minPercent: 10, factor: 4 },
          offHours: { minCalls: 20 },
          errors: { minCalls: 20, warnPercent: 10, alertPercent: 30 },
          throttling: { minCalls: 20, warnPercent: 5, alertPercent: 20 },
          retiredModels: { warnDays: 60 },
          unattributed: { warnPercent: 10, alertPercent: 50 },
          unlogged: { minCalls: 20, warnPercent: 2, alertPercent: 10 },
          gateway: { principals: [], addresses: [], minCalls: 1 },
        },
        off: [],
      },
      channels: [],
      discoveries: [],
      attribution: undefined,
      prices: undefined,
    });
  });

  it('fills in what a source leaves out, and leaves the request rate to the source', () => {
    expect(load(SOURCE).sources).toEqual([
      {
        id: 'prod',
        kind: 'bedrock-cloudwatch',
        accountId: '111122223333',
        region: 'us-east-1',
        logGroup: '/bedrock/invocations',
        bodies: 'read',
        metrics: true,
        historyDays: 60,
        schedule: { live: '*/5 * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
      },
    ]);
  });

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
        schedule,
      },
      { ...common, id: 'callers', kind: 'vertex-audit', requestsPerMinute: 50, schedule },
    ]);
  });

  it('builds daily figures for UTC, the reporting zone and the others asked for, each once', () => {
    const { reporting } = load('reporting: { timeZone: Europe/Berlin, timeZones: [America/New_York, UTC] }');
    expect(reporting.timeZones).toEqual(['UTC', 'Europe/Berlin', 'America/New_York']);
  });

  it('reads secrets from the environment by reference', () => {
    const config = load('database: { url: "${env:LEDGER_DB}" }', { LEDGER_DB: 'postgres://l:s3cret@db/ledger' });
    expect(config.database.url).toBe('postgres://l:s3cret@db/ledger');
  });

  it('takes DATABASE_URL where the file names no database, and the file before DATABASE_URL', () => {
    const variables = { DATABASE_URL: 'postgres://from-environment/a', OTHER: 'postgresql://from-file/b' };
    expect(load('', variables).database.url).toBe('postgres://from-environment/a');
    expect(load('database: { url: "${env:OTHER}" }', variables).database.url).toBe('postgresql://from-file/b');
  });

  it('is the file that LEDGERLINE_CONFIG names, unless the command line names another', () => {
    writeFileSync(join(folder, 'a.yaml'), 'server: { port: 1 }');
    writeFileSync(join(folder, 'b.yaml'), 'server: { port: 2 }');
    const env = readEnvironment({ LEDGERLINE_CONFIG: join(folder, 'a.yaml') });
    expect(loadConfig({ env }).server.port).toBe(1);
    expect(loadConfig({ env, path: join(folder, 'b.yaml') }).server.port).toBe(2);
  });

  it('takes content keys from the environment, and shows nothing of them afterwards', () => {
    const text =
      'contents: { mode: redacted, retentionDays: 7, key: "${env:NEW}", previousKeys: ["${env:OLD}"] }\n' +
      `${SOURCE}    contents: full\n`;
    const config = load(text, { NEW: KEY, OLD: '0'.repeat(64) });
    expect(config.contents).toMatchObject({ mode: 'redacted', retentionDays: 7 });
    expect(config.contents.keys?.currentKeyId).toMatch(/^env:[0-9a-f]{16}$/);
    expect(config.sources).toMatchObject([{ contents: 'full' }]);
    expect(inspect(config, { depth: 9 })).not.toContain(KEY.slice(0, 8));
  });

  it('checks the attribution rules with the schema it is handed', () => {
    const path = join(folder, 'c.yaml');
    writeFileSync(path, 'attribution:\n  rules:\n    - { name: a, teem: Claims }\n');
    const attributionRules = z.array(z.strictObject({ name: z.string(), team: z.string() }));
    expect(() => loadConfig({ path, env: readEnvironment({}), attributionRules })).toThrow(
      `${path}:3:7 attribution.rules[0].team: is required (string)\n` +
        `${path}:3:18 attribution.rules[0]: unknown key "teem"; did you mean "team"?`,
    );
  });

  it.each([
    ['oidc: { issuer: https://id.example, clientId: a, clientSecret: literal, defaultRole: viewer }', '${env:NAME}'],
    ['oidc: { issuer: http://id.example, clientId: a, clientSecret: "${env:S}", defaultRole: viewer }', 'not an https'],
    ['oidc: { issuer: https://id.example, clientId: a, clientSecret: "${env:S}" }', 'nobody could sign in'],
    [
      'oidc: { issuer: https://id.example, clientId: a, clientSecret: "${env:S}", defaultRole: root }',
      '"root" is not a role',
    ],
    [
      'oidc: { issuer: https://id.example, clientId: a, clientSecret: "${env:S}", roles: { admins: [x] } }',
      'did you mean "admin"?',
    ],
    ['sessions: { idleMinutes: 1 }', 'idleMinutes'],
    ['password: true', 'did you mean "passwords"?'],
  ])('of sign-in %s is refused with %s', (signIn, words) => {
    const text = `server: { publicUrl: "https://ledgerline.example" }\nsignIn: { ${signIn} }\n`;
    expect(() => load(text, { S: 'secret' })).toThrow(words);
  });

  it.each([
    ['publicUrl: "https://ledgerline.example/below"', 'has a path'],
    ['publicUrl: ledgerline.example', 'not an http'],
    ['trustProxy: true', 'number of proxies'],
    ['trustProxy: [everybody]', 'number of proxies'],
  ])('of the server %s is refused with %s', (server, words) => {
    expect(() => load(`server: { ${server} }\n`)).toThrow(words);
  });

  it('needs the public address for a provider, which sends browsers back to it', () => {
    const oidc = 'issuer: https://id.example, clientId: a, clientSecret: "${env:S}", defaultRole: viewer';
    expect(() => load(`signIn: { oidc: { ${oidc} } }\n`, { S: 'secret' })).toThrow('needs server.publicUrl');
  });

  it('is shown whole by the example file, also with what it keeps in comments', () => {
    const example = readFileSync(join(packageRoot(), 'ledgerline.config.example.yaml'), 'utf8');
    expect(load(example).sources.map(({ id }) => id)).toEqual(['bedrock-prod-us-east-1']);
    const whole = load(
      example.replace(
        /^( *)# (?=attribution:$|audit:$|oidc:$|publicUrl:|baseUrl:|channels:$|contents:|credentials:|database:$|endpoint:|- id:|key:|previousKeys:|requestsPerSecond:|prices:$| +)/gm,
        '$1',
      ),
      {
        DATABASE_URL: 'postgres://db/ledger',
        LEDGERLINE_OIDC_SECRET: 'secret',
        LEDGERLINE_SIGNING_KEY: 'secret',
        LEDGERLINE_EXTERNAL_ID: 'of this test',
        LEDGERLINE_CONTENT_KEY: KEY,
        LEDGERLINE_OLD_CONTENT_KEY: KEY,
        AZURE_CLIENT_SECRET: 'secret',
        SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x',
        TEAMS_WORKFLOW_URL: 'https://example.westeurope.logic.azure.com/workflows/x?sig=y',
        PAGERDUTY_ROUTING_KEY: '0123456789abcdef0123456789abcdef',
        SMTP_PASSWORD: 'secret',
        TICKETS_SECRET: 'secret',
      },
    );
    expect(whole.database.url).toBe('postgres://db/ledger');
    expect(whole.signIn.oidc).toMatchObject({
      teams: { 'dept-claims': ['Claims'] },
      roles: { finance: ['controllers'] },
    });
    expect(whole.server.publicUrl).toBe('https://ledgerline.example.com');
    expect(whole.sources).toMatchObject([
      {
        endpoint: { logs: expect.stringContaining('https://vpce-') },
        credentials: { externalId: 'of this test' },
        contents: 'full',
        requestsPerSecond: 10,
      },
      { kind: 'bedrock-s3', bucket: 'example-logs', keyPrefix: 'bedrock' },
      { kind: 'bedrock-cost', bucket: 'example-billing', exportName: 'claude-cur' },
      { kind: 'vertex-request-response', location: 'us-east5', table: 'example-claude-prod.vertex_logs.us_east5' },
      { kind: 'vertex-inference-metadata', fields: { inputTokens: 'jsonPayload.tokenCounts.inputTokens' } },
      { kind: 'vertex-audit', credentials: { keyFile: '/etc/ledgerline/reader.json' } },
      { kind: 'vertex-metrics', projectId: 'example-claude-prod' },
      { kind: 'vertex-cost', projectId: 'example-billing' },
      { kind: 'foundry-metrics', region: 'eastus2' },
      {
        kind: 'foundry-gateway',
        // Azure compares ids without case; small letters are what everything is kept by.
        resourceId: expect.stringContaining('/providers/microsoft.apimanagement/service/example-gateway'),
        foundry: [{ region: 'eastus2' }],
        credentials: { clientSecret: 'secret' },
      },
      { kind: 'foundry-requests', workspaceId: '00000000-0000-4000-8000-000000000002' },
      { kind: 'foundry-deployments' },
      { kind: 'foundry-cost', meterFilter: ['claude', 'anthropic', 'ccu'] },
    ]);
    expect(whole.discoveries.map(({ accountId }) => accountId)).toEqual(['444455556666', '777788889999']);
    expect(load(example).alerts).toEqual(load('').alerts);
    expect(whole.channels.map(({ kind }) => kind)).toEqual(['slack', 'teams', 'pagerduty', 'email', 'webhook']);
    expect(attributionRulesSchema.parse(whole.attribution?.rules)).toMatchObject([{ team: 'Claims' }]);
    expect(whole.prices).toMatchObject({
      mappings: [{ model: 'claude-sonnet-5' }],
      terms: [{ discountPercent: '7' }],
      commitments: [{ usd: '39.60', per: 'hour' }],
      currency: [{ currency: 'EUR' }],
      residency: [{ name: 'claims data stays in Europe' }],
      book: { govCloudMultiplier: '1.2', extendedAccess: [{ model: 'claude-3-5-sonnet' }] },
    });
  });
});

describe('mistakes in a configuration', () => {
  it('are all named at once, in the order of their lines', () => {
    const text = `server: { host: 127.0.0.1, port: 99999 }
database: { url: "postgres://u:hunter2@db/l" }
reporting:
  timeZone: Europe/Berln
sources:
  - id: Prod
    kind: bedrock-cloudwatch
    accountId: 111122223333
    regoin: us-east-1
    logGroup: /bedrock/invocations
    schedule: { live: "*/5 * * *" }
`;
    expect(mistakes(text)).toEqual([
      'c.yaml:1:34 server.port: Too big: expected number to be <=65535',
      'c.yaml:2:18 database.url: a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
      'c.yaml:4:13 reporting.timeZone: "Europe/Berln" is not an IANA time zone; did you mean "Europe/Berlin"?',
      'c.yaml:6:5 sources[0].region: is required (or regions, for more than one)',
      'c.yaml:6:9 sources[0].id: "Prod" is not an id: use small letters, digits and hyphens',
      'c.yaml:8:16 sources[0].accountId: an account id is text, because it may begin with 0: quote it ("111122223333")',
      'c.yaml:9:5 sources[0]: unknown key "regoin"; did you mean "region"?',
      'c.yaml:11:23 sources[0].schedule.live: not a cron expression: "*/5 * * *": it has 4 fields; cron has 5 (minute hour day month weekday), or 6 with seconds in front',
    ]);
  });

  it.each([
    ['an unknown key at the top', 'sorces: []', '1:1 unknown key "sorces"; did you mean "sources"?'],
    [
      'an unknown key that resembles nothing',
      'reporting: { colour: red }',
      '1:14 reporting: unknown key "colour"; known here: timeZone, timeZones',
    ],
    [
      'an unknown kind of source',
      SOURCE.replace('bedrock-cloudwatch', 'bedrock-cloudwach'),
      '3:11 sources[0].kind: "bedrock-cloudwach" is not a kind of source; did you mean "bedrock-cloudwatch"?',
    ],
    [
      'a kind of Vertex AI that is mistyped',
      VERTEX_TABLE.replace('vertex-request-response', 'vertex-requests-response'),
      '3:11 sources[0].kind: "vertex-requests-response" is not a kind of source; did you mean "vertex-request-response"?',
    ],
    [
      'a bill of AWS without its bucket',
      'sources: [{ id: b, kind: bedrock-cost, accountId: "111122223333", region: us-east-1, bucket: bills }]',
      '1:11 sources[0].exportName: is required (or path, for files on disk, or costExplorer: true)',
    ],
    [
      'a bill of AWS from a bucket and from disk',
      'sources: [{ id: b, kind: bedrock-cost, accountId: "111122223333", path: ./bills, bucket: bills }]',
      '1:90 sources[0].bucket: give either path or bucket, not both',
    ],
    [
      'a bill of Google Cloud without a table',
      'sources: [{ id: b, kind: vertex-cost, projectId: acme-billing }]',
      '1:11 sources[0].table: is required (or path, of extracted files)',
    ],
    [
      'costs asked of the Foundry resource, where Claude has none',
      'sources: [{ id: c, kind: foundry-cost, scope: /subscriptions/x }]',
      '1:47 sources[0].scope: "/subscriptions/x" is neither /subscriptions/… nor /subscriptions/…/resourceGroups/…; Claude\'s meters do not stand under a Foundry resource',
    ],
    [
      'a cloud of Azure that is none',
      `sources: [{ id: c, cloud: germany, kind: foundry-cost, scope: /subscriptions/${'0'.repeat(8)}-0000-4000-8000-000000000001 }]`,
      '1:27 sources[0].cloud: "germany" is no cloud of Azure: one of public, usgovernment, china',
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
    [
      'an account id that is too short',
      SOURCE.replace('111122223333', '1234'),
      '4:16 sources[0].accountId: "1234" is not an AWS account id of 12 digits',
    ],
    [
      'a minute that no clock shows',
      `${SOURCE}    schedule: { daily: "61 3 * * *" }`,
      '7:24 sources[0].schedule.daily: not a cron expression: "61 3 * * *": Field value (61) is out of range',
    ],
    [
      'an endpoint that is no address',
      `${SOURCE}    endpoint: ftp://x`,
      '7:15 sources[0].endpoint: "ftp://x" is not an http or https address',
    ],
    [
      'an endpoint for a service that is not read',
      `${SOURCE}    endpoint: { s33: https://s3.example }`,
      '7:17 sources[0].endpoint: unknown key "s33"; did you mean "s3"?',
    ],
    [
      'an endpoint of one service that is no address',
      `${SOURCE}    endpoint: { s3: s3.example }`,
      '7:21 sources[0].endpoint.s3: "s3.example" is not an http or https address',
    ],
    [
      'an account and accounts',
      `${SOURCE}    accounts: [{ accountId: "444455556666" }]`,
      '7:15 sources[0].accounts: give either accountId or accounts, not both',
    ],
    [
      'regions that are neither a list nor discovered',
      SOURCE.replace('region: us-east-1', 'regions: all'),
      '5:14 sources[0].regions: "all" is neither a list of regions nor "discover"',
    ],
    [
      'a region that is none, among several',
      SOURCE.replace('region: us-east-1', 'regions: [us-east-1, nowhere]'),
      '5:26 sources[0].regions[1]: "nowhere" is not an AWS region such as us-east-1',
    ],
    [
      'a log group that is missing although the regions are named',
      SOURCE.replace(/ +logGroup.*\n/, ''),
      '2:5 sources[0].logGroup: is required (it may be left out with regions: discover)',
    ],
    [
      'a bucket given as an address',
      `sources: [{ id: a, kind: bedrock-s3, accountId: "111122223333", region: us-east-1, bucket: "s3://logs/" }]`,
      '1:92 sources[0].bucket: "s3://logs/" is not the name of a bucket (neither a path nor an address)',
    ],
    [
      'an external id that stands in the file',
      `${SOURCE}    credentials: { roleArn: "arn:aws:iam::111122223333:role/reader", externalId: abc }`,
      '7:82 sources[0].credentials.externalId: a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
    ],
    [
      'a role that is no ARN',
      `${SOURCE}    credentials: { roleArn: reader }`,
      '7:29 sources[0].credentials.roleArn: "reader" is not the ARN of a role, such as arn:aws:iam::111122223333:role/name',
    ],
    [
      'an account twice in one block',
      SOURCE.replace(
        'accountId: "111122223333"',
        'accounts: [{ accountId: "111122223333" }, { accountId: "111122223333" }]',
      ),
      '2:9 sources[0].id: the source "prod-111122223333-us-east-1" is made twice; sources must differ',
    ],
    [
      'an offset in place of a zone',
      'reporting: { timeZones: ["+01:00"] }',
      '1:26 reporting.timeZones[0]: "+01:00" is not an IANA time zone such as Europe/Berlin or America/New_York',
    ],
    [
      'a way to keep contents that is none',
      'contents: { mode: ful }',
      '1:19 contents.mode: "ful" is not a way to keep contents: off, redacted, full; did you mean "full"?',
    ],
    ['contents without a key', 'contents: { mode: full }', `1:19 contents.mode: "full" ${NEEDS_A_KEY}`],
    [
      'a source whose contents have no key',
      `${SOURCE}    contents: redacted`,
      `7:15 sources[0].contents: "redacted" ${NEEDS_A_KEY}`,
    ],
    [
      'a content key that stands in the file',
      `contents:\n  mode: full\n  key: ${KEY}`,
      '3:8 contents.key: a key must not stand in this file: write ${env:LEDGERLINE_CONTENT_KEY} and set it in the environment; make one with `openssl rand -base64 32`',
    ],
    [
      'a content key whose variable is not set',
      'contents: { mode: full, key: "${env:NOT_SET}" }',
      '1:30 contents.key: the environment variable NOT_SET is not set',
    ],
    [
      'a retention that keeps nothing',
      'contents: { retentionDays: 0 }',
      '1:28 contents.retentionDays: Too small: expected number to be >=1',
    ],
    [
      'a variable that is not set',
      'database: { url: "${env:NOT_SET}" }',
      '1:18 database.url: the environment variable NOT_SET is not set',
    ],
    [
      'fewer days than are promised',
      'alerts: { retentionDays: 14 }',
      '1:26 alerts.retentionDays: 14 is below 30: activity is to be kept for at least 30 days',
    ],
    [
      'an alert that comes before its warning',
      'alerts: { checks: { quarantine: { alert: 5 } } }',
      '1:42 alerts.checks.quarantine.alert: 5 is below the 10 at which it warns',
    ],
    [
      "a channel's secret that stands in the file",
      'channels: [{ id: ops, kind: slack, webhookUrl: "https://hooks.slack.com/services/T/B/x" }]',
      '1:48 channels[0].webhookUrl: a secret must not stand in this file: write ${env:NAME} and set NAME in the environment',
    ],
    [
      'a check that a channel cannot be told of',
      'channels: [{ id: ops, kind: slack, webhookUrl: "${env:HOOK}", checks: [retentoin] }]',
      '1:72 channels[0].checks[0]: "retentoin" is not a check; did you mean "retention"?',
    ],
    [
      'a section of prices that is mistyped',
      'prices: { comitments: [] }',
      '1:11 prices: unknown key "comitments"; did you mean "commitments"?',
    ],
    [
      'a key of the only table of a currency',
      'prices: { currency: { currency: EUR, rates: [{ from: 2026-10-01, perUSD: "0.85", perUsd: "0.85" }] } }',
      '1:66 prices.currency.rates[0]: unknown key "perUSD"; did you mean "perUsd"?',
    ],
    [
      'a key of one of several tables of currencies',
      'prices: { currency: [{ curency: EUR, currency: EUR, rates: [{ from: 2026-10-01, perUsd: "0.85" }] }] }',
      '1:24 prices.currency[0]: unknown key "curency"; did you mean "currency"?',
    ],
    [
      'a rate of a currency that is no text',
      'prices: { currency: [{ currency: EUR, rates: [{ from: 2026-10-01, perUsd: 0.85 }] }] }',
      '1:75 prices.currency[0].rates[0].perUsd: Invalid input: expected string, received number',
    ],
    [
      'two tables of one currency',
      'prices: { currency: [{ currency: EUR, rates: [{ from: 2026-10-01, perUsd: "1" }] }, { currency: EUR, rates: [{ from: 2026-10-01, perUsd: "1" }] }] }',
      '1:21 prices.currency: two tables are of the same currency',
    ],
    [
      'a text where a table of a currency belongs',
      'prices: { currency: EUR }',
      '1:21 prices.currency: expected a table of rates, or a list of them',
    ],
    [
      'a commitment that does not begin on the hour',
      'prices: { commitments: [{ name: a, from: "2026-10-01T00:30:00Z", when: {}, usd: "1", per: hour }] }',
      '1:42 prices.commitments[0].from: must be on the hour: capacity is paid by the hour',
    ],
    [
      'a condition of a residency policy that does not exist',
      'prices: { residency: [{ name: a, when: { regoin: eu-* } }] }',
      '1:42 prices.residency[0].when: unknown key "regoin"; did you mean "region"?',
    ],
    [
      'a setting that the price book cannot follow',
      'prices: { book: { extendedAccess: [{ model: claude-opus-5, from: 2026-01-01 }] } }',
      '1:45 prices.book.extendedAccess[0].model: the book has no rates of extended access for "claude-opus-5"',
    ],
    [
      'a factor of GovCloud that is no text',
      'prices: { book: { govCloudMultiplier: 1.3 } }',
      '1:39 prices.book.govCloudMultiplier: Invalid input: expected string, received number',
    ],
    ['text where a section belongs', 'server: 3000', '1:9 server: Invalid input: expected object, received number'],
  ])('name %s', (_, text, expected) => {
    expect(mistakes(text, { HOOK: 'https://hooks.slack.com/services/T/B/x' })).toEqual([`c.yaml:${expected}`]);
  });

  it('name the second of two sources with one id, beside other mistakes', () => {
    const second = SOURCE.replace('sources:\n', '').replace('us-east-1', 'nowhere');
    expect(mistakes(SOURCE + second)).toEqual([
      'c.yaml:7:9 sources[1].id: "prod" is also the id of sources[0]; ids must differ',
      'c.yaml:10:13 sources[1].region: "nowhere" is not an AWS region such as us-east-1',
    ]);
  });

  it('name the line where the YAML itself breaks', () => {
    expect(mistakes('server:\n  port: 1\n port: 2\n')[0]).toMatch(/^c\.yaml:3:\d+ not valid YAML: /);
  });

  it('never show a secret', () => {
    expect(mistakes('database: { url: "mysql://u:hunter2@db/l" }').join()).not.toContain('hunter2');
    const short = Buffer.alloc(31, 5).toString('base64');
    expect(mistakes('contents: { mode: full, key: "${env:SHORT}" }', { SHORT: short })).toEqual([
      'c.yaml:1:30 contents.key: stands for 31 bytes, but a content key has 32; make one with `openssl rand -base64 32`',
    ]);
    expect(mistakes(`contents: { mode: full, key: ${KEY} }`).join()).not.toContain(KEY);
    expect(mistakes('database: { url: "${env:DB}" }', { DB: 'mysql://u:hunter2@db/l' })).toEqual([
      'c.yaml:1:18 database.url: DATABASE_URL must begin with postgres:// or postgresql://',
    ]);
  });

  it('name a file that is not there', () => {
    const path = join(folder, 'absent.yaml');
    expect(() => loadConfig({ path, env: readEnvironment({}) })).toThrow(`${path}:1:1 there is no such file`);
  });
});
