import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sourceCheckedSchema, sourceKindsAnswerSchema } from '../../../src/serve/answers/set-up.js';
import { auditAnswerSchema } from '../../../src/serve/answers/audit.js';
import type { SourceConfig } from '../../../src/runtime/config/schema.js';
import { startServing, type Serving } from '../../support/serving.js';
import { groupedBy } from '../../../src/usage/grouped-by.js';

let serving: Serving;
let tried: SourceConfig[] = [];
const entry = {
  id: 'prod',
  kind: 'bedrock-cloudwatch',
  accountId: '111122223333',
  region: 'us-east-1',
  logGroup: '/bedrock/invocations',
};

/** Every kind that reads a cloud, in alphabetical order. */
const ALL_KINDS = [
  'bedrock-cloudwatch',
  'bedrock-s3',
  'foundry-cost',
  'foundry-deployments',
  'foundry-gateway',
  'foundry-metrics',
  'foundry-requests',
  'vertex-audit',
  'vertex-inference-metadata',
  'vertex-metrics',
  'vertex-request-response',
];

async function check(entry: object, token = serving.token) {
  return fetch(`${serving.url}/api/v1/sources/check`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ entry }),
  });
}
const checked = async (entry: object) => sourceCheckedSchema.parse(await (await check(entry)).json());

beforeAll(async () => {
  serving = await startServing('2026-11-20T13:24:00Z');
});
beforeEach(() => {
  tried = [];
  serving.access.check = async (source) => {
    tried.push(source);
    return [{ part: '', ok: true, words: 'can be read' }];
  };
});
afterAll(() => serving.stop());

describe('/sources/check', () => {
  it('tries what an entry names, and gives it as it goes into the file', async () => {
    const answer = await checked(entry);
    expect(answer).toMatchObject({ problems: [], readable: true });
    expect(answer.findings).toEqual([{ subject: 'prod', ok: true, words: 'can be read' }]);
    expect(answer.block).toContain('accountId: "111122223333"');
    expect(tried).toHaveLength(1);
  });

  it('says what is missing, once, and what to do', async () => {
    serving.access.check = async () => [
      {
        part: '',
        ok: false,
        words: 'prod: not allowed to read /bedrock/invocations; grant logs:FilterLogEvents on it',
      },
      { part: 'logging', ok: true, words: 'Bedrock logs to /bedrock/invocations' },
    ];
    const { findings, readable } = await checked(entry);
    expect(readable).toBe(false);
    expect(findings[0]?.words).toBe('not allowed to read /bedrock/invocations; grant logs:FilterLogEvents on it');
    expect(findings[1]?.subject).toBe('prod logging');
  });

  it('does not call fine what was not tried', async () => {
    serving.access.check = async () => [];
    expect(await checked(entry)).toMatchObject({ readable: null, findings: [{ subject: 'prod', ok: null }] });
    const { region, ...everywhere } = entry;
    expect(region).toBe('us-east-1');
    expect(await checked({ ...everywhere, regions: 'discover' })).toMatchObject({ readable: null });
  });

  it('tries nothing that is wrong or that names an address', async () => {
    for (const wrong of [
      { ...entry, region: 'Virginia' },
      { ...entry, endpoint: 'http://169.254.169.254' },
    ]) {
      const { problems, readable, block } = await checked(wrong);
      expect(problems).toHaveLength(1);
      expect({ readable, block }).toEqual({ readable: false, block: null });
    }
    expect(tried).toEqual([]);
  });

  it('tries one at a time, for operators and administrators, and writes down who did', async () => {
    const { promise: held, resolve: finish } = Promise.withResolvers<undefined>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    serving.access.check = async () => {
      begin(undefined);
      await held;
      return [];
    };
    const first = check(entry);
    await begun;
    expect((await check(entry)).status).toBe(409);
    finish(undefined);
    expect((await first).status).toBe(200);
    expect((await check(entry, await serving.makeToken({ roles: ['finance'] }))).status).toBe(403);
    expect((await check(entry, await serving.makeToken({ roles: ['operator'] }))).status).toBe(200);
    const { entries } = auditAnswerSchema.parse(await serving.getJson('/api/v1/audit?action=source.tried'));
    expect(entries[0]).toMatchObject({ target: 'prod', detail: { kind: 'bedrock-cloudwatch' } });
  });
});

describe('/sources/kinds', () => {
  it('has every kind of source of every cloud, so that a whole set can be put together', async () => {
    const { kinds } = sourceKindsAnswerSchema.parse(await serving.getJson('/api/v1/sources/kinds'));
    const offered = kinds.map(({ kind }) => kind);
    expect(offered.toSorted()).toEqual(ALL_KINDS);
  });

  it('asks for every field that its texts name, but those of what has to be known', async () => {
    const { kinds } = sourceKindsAnswerSchema.parse(await serving.getJson('/api/v1/sources/kinds'));
    for (const { kind, fields, switchOn, grant } of kinds) {
      const text = JSON.stringify([switchOn, grant]);
      const named = [...text.matchAll(/<(\w+)>/g)].map(([, key = '']) => key).filter((key) => key !== 'model');
      expect({ kind, named: named.filter((key) => !fields.some((field) => field.key === key)) }).toEqual({
        kind,
        named: [],
      });
    }
  });

  it('gives examples that are right by the rules of the file', async () => {
    const { kinds } = sourceKindsAnswerSchema.parse(await serving.getJson('/api/v1/sources/kinds'));
    for (const { kind, fields } of kinds) {
      const plain = fields.filter(({ key }) => !key.includes('.'));
      const inList = fields.flatMap(({ key, example }) => {
        const [list, inner] = key.split('[].');
        return list === undefined || inner === undefined ? [] : [{ list, inner, example }];
      });
      const { problems } = await checked({
        kind,
        ...Object.fromEntries(
          plain.map(({ key, example, form }) => [key, form === 'wholeNumber' ? Number(example) : example]),
        ),
        ...Object.fromEntries(
          [...groupedBy(inList, ({ list }) => list)].map(([list, own]) => [
            list,
            [Object.fromEntries(own.map(({ inner, example }) => [inner, example]))],
          ]),
        ),
      });
      expect({ kind, problems }).toEqual({ kind, problems: [] });
    }
  });
});
