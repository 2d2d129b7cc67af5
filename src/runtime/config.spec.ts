import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { attributionRulesSchema } from '../attribute/attribution-rules.js';
import { modelMappingsSchema } from '../price/model-mapping.js';
import { priceTermsSchema } from '../price/terms-schema.js';
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

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string, variables: Record<string, string> = {}) {
  const path = join(folder, 'c.yaml');
  writeFileSync(path, text);
  return loadConfig({ path, env: readEnvironment(variables) });
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
      server: { host: '127.0.0.1', port: 3000 },
      database: { url: undefined },
      dataDir: join(folder, 'data'),
      reporting: { timeZone: 'UTC', timeZones: ['UTC'] },
      contents: { mode: 'off' },
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
        },
      },
      channels: [],
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
        historyDays: 60,
        schedule: { live: '*/5 * * * *', hourly: '7 * * * *', daily: '23 3 * * *' },
      },
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

  it('checks the attribution rules with the schema it is handed', () => {
    const path = join(folder, 'c.yaml');
    writeFileSync(path, 'attribution:\n  rules:\n    - { name: a, teem: Claims }\n');
    const attributionRules = z.array(z.strictObject({ name: z.string(), team: z.string() }));
    expect(() => loadConfig({ path, env: readEnvironment({}), attributionRules })).toThrow(
      `${path}:3:7 attribution.rules[0].team: is required (string)\n` +
        `${path}:3:18 attribution.rules[0]: unknown key "teem"; did you mean "team"?`,
    );
  });

  it('is shown whole by the example file, also with what it keeps in comments', () => {
    const example = readFileSync(join(packageRoot(), 'ledgerline.config.example.yaml'), 'utf8');
    expect(load(example).sources.map(({ id }) => id)).toEqual(['bedrock-prod-us-east-1']);
    const whole = load(
      example.replace(/^( *)# (?=attribution:$|database:$|endpoint:|requestsPerSecond:|prices:$| +)/gm, '$1'),
      {
        DATABASE_URL: 'postgres://db/ledger',
      },
    );
    expect(whole.database.url).toBe('postgres://db/ledger');
    expect(whole.sources).toMatchObject([
      { endpoint: expect.stringContaining('https://vpce-'), requestsPerSecond: 10 },
    ]);
    expect(attributionRulesSchema.parse(whole.attribution?.rules)).toMatchObject([{ team: 'Claims' }]);
    expect(modelMappingsSchema.parse(whole.prices?.mappings)).toMatchObject([{ model: 'claude-sonnet-5' }]);
    expect(priceTermsSchema.parse(whole.prices?.terms)).toMatchObject([{ discountPercent: '7' }]);
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
      'c.yaml:6:5 sources[0].region: is required (string)',
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
      'an offset in place of a zone',
      'reporting: { timeZones: ["+01:00"] }',
      '1:26 reporting.timeZones[0]: "+01:00" is not an IANA time zone such as Europe/Berlin or America/New_York',
    ],
    [
      'contents that cannot be stored',
      'contents: { mode: full }',
      '1:19 contents.mode: "full" is not offered: prompts and completions are not stored, only "off"',
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
    expect(mistakes('database: { url: "${env:DB}" }', { DB: 'mysql://u:hunter2@db/l' })).toEqual([
      'c.yaml:1:18 database.url: DATABASE_URL must begin with postgres:// or postgresql://',
    ]);
  });

  it('name a file that is not there', () => {
    const path = join(folder, 'absent.yaml');
    expect(() => loadConfig({ path, env: readEnvironment({}) })).toThrow(`${path}:1:1 there is no such file`);
  });
});
