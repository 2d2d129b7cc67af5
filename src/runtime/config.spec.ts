import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { KEY, SOURCE, configurations, type Mistake } from '../../test/support/configuration.js';
import { loadConfig } from './config.js';
import { readEnvironment } from './environment.js';

const { inFolder, load, mistakes } = configurations();

const MISTAKES: Mistake[] = [
  ['an unknown key at the top', 'sorces: []', '1:1 unknown key "sorces"; did you mean "sources"?'],
  [
    'an unknown key that resembles nothing',
    'reporting: { colour: red }',
    '1:14 reporting: unknown key "colour"; known here: timeZone, timeZones',
  ],
  [
    'an offset in place of a zone',
    'reporting: { timeZones: ["+01:00"] }',
    '1:26 reporting.timeZones[0]: "+01:00" is not an IANA time zone such as Europe/Berlin or America/New_York',
  ],
  [
    'a variable that is not set',
    'database: { url: "${env:NOT_SET}" }',
    '1:18 database.url: the environment variable NOT_SET is not set',
  ],
  ['text where a section belongs', 'server: 3000', '1:9 server: Invalid input: expected object, received number'],
];

describe('a configuration', () => {
  it('is all defaults and no sources for an empty file', () => {
    expect(load('# nothing yet\n')).toEqual({
      file: inFolder('c.yaml'),
      server: { host: '127.0.0.1', port: 3000, trustProxy: 0, requestsPerMinute: 1200 },
      signIn: { passwords: true, sessions: { idleMs: 7_200_000, absoluteMs: 43_200_000 } },
      audit: {},
      database: { url: undefined },
      dataDir: inFolder('data'),
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
    writeFileSync(inFolder('a.yaml'), 'server: { port: 1 }');
    writeFileSync(inFolder('b.yaml'), 'server: { port: 2 }');
    const env = readEnvironment({ LEDGERLINE_CONFIG: inFolder('a.yaml') });
    expect(loadConfig({ env }).server.port).toBe(1);
    expect(loadConfig({ env, path: inFolder('b.yaml') }).server.port).toBe(2);
  });

  it('checks the attribution rules with the schema it is handed', () => {
    const path = inFolder('c.yaml');
    writeFileSync(path, 'attribution:\n  rules:\n    - { name: a, teem: Claims }\n');
    const attributionRules = z.array(z.strictObject({ name: z.string(), team: z.string() }));
    expect(() => loadConfig({ path, env: readEnvironment({}), attributionRules })).toThrow(
      `${path}:3:7 attribution.rules[0].team: is required (string)\n` +
        `${path}:3:18 attribution.rules[0]: unknown key "teem"; did you mean "team"?`,
    );
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

  it.each(MISTAKES)('name %s', (_, text, expected) => {
    expect(mistakes(text)).toEqual([`c.yaml:${expected}`]);
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
    const path = inFolder('absent.yaml');
    expect(() => loadConfig({ path, env: readEnvironment({}) })).toThrow(`${path}:1:1 there is no such file`);
  });
});
