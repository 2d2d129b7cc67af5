import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAnswerSchema } from '../../../src/serve/answers/error.js';
import { requestDetailSchema, requestsAnswerSchema } from '../../../src/serve/answers/requests.js';
import { costsAnswerSchema, usageAnswerSchema } from '../../../src/serve/answers/usage.js';
import type { JudgedEvent } from '../../../src/store/judged-event.js';
import { BUCKETS, DIMENSIONS } from '../../../src/store/questions/dimensions.js';
import { quotaOf } from '../../../src/usage/quota.js';
import { makeCalls, SEEDED, seedUsage } from '../../support/seed-usage.js';
import { startServing, type Serving } from '../../support/serving.js';

/** A session in which all teams have calls. */
const SESSION = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
const ONE_SESSION = { client: 'claude-code', session: SESSION };

/** Calls of two teams and of nobody; every text that can be told apart says whose it is. */
const MARKS = ['alpha', 'bravo', 'nobody'] as const;
type Mark = (typeof MARKS)[number];

function marked(call: JudgedEvent, mark: Mark, index: number): JudgedEvent {
  const { event } = call;
  const person = `${mark} person`;
  const account = { alpha: '111111111111', bravo: '222222222222', nobody: '333333333333' }[mark];
  return {
    ...call,
    team: mark === 'nobody' ? null : `team ${mark}`,
    person,
    sourceId: `${mark}-source`,
    event: {
      ...event,
      accountId: account,
      region: `${mark}-region`,
      inferenceRegion: `${mark}-inference`,
      requestId: `${mark}-${event.requestId}`,
      messageId: `msg_${mark}`,
      modelId: `${mark}.${event.modelId}`,
      operation: `${mark}Operation`,
      errorCode: event.errorCode === null ? null : `${mark}Exception`,
      stopReason: event.stopReason === null ? null : `${mark}_stop`,
      serviceTier: `${mark}-tier`,
      principal: `arn:aws:sts::${account}:assumed-role/${mark}/${mark}-session`,
      identity: { kind: 'assumed-role', name: mark, session: `${mark}-session`, accountId: account },
      userAgent: `${mark}-program/1.0`,
      requestMetadata: { [`${mark}-key`]: `${mark}-value`, ...(index % 2 === 0 ? ONE_SESSION : {}) },
      tools: [`${mark}_tool`],
    },
  };
}

const CALLS = makeCalls(240).map((call, index) => marked(call, MARKS[index % 3] ?? 'nobody', index));
const ALPHA = CALLS.filter(({ team }) => team === 'team alpha');
const idOf = (mark: Mark) =>
  CALLS.find(({ sourceId, event }) => sourceId === `${mark}-source` && event.outcome === 'ok')?.event.eventId ?? '';

/** Everybody's calls, and a service that holds alpha's alone: what the first answers to alpha must be what the second does. */
let all: Serving;
let alphaAlone: Serving;
let viewer: { readonly all: string; readonly alphaAlone: string };

beforeAll(async () => {
  [all, alphaAlone] = await Promise.all([startServing('2026-11-20T13:24:00Z'), startServing('2026-11-20T13:24:00Z')]);
  await seedUsage(all.database.pool, CALLS, ['Europe/Berlin']);
  await seedUsage(alphaAlone.database.pool, ALPHA, ['Europe/Berlin']);
  const asViewer = { name: 'viewer', roles: ['viewer'], teams: ['team alpha'] } as const;
  viewer = { all: await all.makeToken(asViewer), alphaAlone: await alphaAlone.makeToken(asViewer) };
}, 60_000);
afterAll(async () => {
  await Promise.all([all.stop(), alphaAlone.stop()]);
});

const ask = (serving: Serving, token: string, path: string) =>
  fetch(`${serving.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });

async function asked(serving: Serving, token: string, path: string) {
  const response = await ask(serving, token, path);
  // When a call was collected is the clock's of each database.
  const text = (await response.text()).replaceAll(/"collectedAt":"[^"]*"/g, '"collectedAt":""');
  return { status: response.status, text };
}

const range = `from=${SEEDED.from}&to=${SEEDED.to}`;
const FILTERS = [
  '',
  'team=team bravo',
  'team=',
  'team!=team alpha',
  'team!=',
  'person=bravo person',
  'person!=alpha person',
  'region=bravo-region',
  'region!=alpha-region',
  'sourceId=bravo-source',
  'accountId!=111111111111',
  'outcome=failed',
].map((filter) => (filter === '' ? '' : `&filter=${encodeURIComponent(filter)}`));
const GROUPS = ['', ...DIMENSIONS.map((dimension) => `&groupBy=${dimension}`)];
const PAIRS = ['&groupBy=team,person', '&groupBy=model,team', '&groupBy=person,region'];
const CHANGES = ['change=withoutCaching', 'change=scope&target=global', 'change=model&target=claude-haiku-5-5'];

const figures = (path: string, more = '') => [
  ...FILTERS.flatMap((filter) => [`${path}?${range}${more}${filter}`, `${path}?${range}${more}${filter}&groupBy=team`]),
  ...GROUPS.map((group) => `${path}?${range}${more}${group}`),
];
const conditions = [
  `eventId=${idOf('bravo')}`,
  `eventId=${idOf('alpha')}`,
  'requestId=bravo-request-1',
  `principal=${encodeURIComponent('arn:aws:sts::222222222222:assumed-role/bravo/bravo-session')}`,
  'operation=bravoOperation',
  'stopReason=bravo_stop',
  'errorCode=bravoException',
  'flag=bodyAbsent',
  `session=${SESSION}`,
  'sort=cost&limit=7',
  'limit=500',
];

/** A row of /throughput, as its hours are asked for. */
function place(mark: Mark): string {
  const call = CALLS.find(({ sourceId }) => sourceId === `${mark}-source`);
  if (call === undefined) throw new Error(`the call of ${mark} is seeded`);
  const { cloud, accountId, region, model, endpointScope, modelId } = quotaOf(call.event);
  return String(
    new URLSearchParams({
      cloud,
      accountId,
      region,
      ...(model !== null && { model }),
      ...(endpointScope !== null && { endpointScope }),
      ...(modelId !== null && { modelId }),
    }),
  );
}

const PATHS = [
  ...['/usage', '/costs', '/costs/premium'].flatMap((path) => [
    ...figures(path),
    ...BUCKETS.map((bucket) => `${path}?${range}&bucket=${bucket}&timeZone=Asia/Kolkata`),
    ...PAIRS.map((pair) => `${path}?${range}${pair}`),
  ]),
  `/costs?${range}&groupBy=tokenClass,team`,
  ...CHANGES.flatMap((change) => figures('/costs/what-if', `&${change}`)),
  ...FILTERS.flatMap((filter) => [
    `/costs/explain?${range}${filter}`,
    `/errors?${range}${filter}`,
    `/throughput?${range}${filter}`,
    `/throughput/hours?${range}${filter}&${place('alpha')}`,
    `/throughput/hours?${range}${filter}&${place('bravo')}`,
    `/requests?${range}&limit=500${filter}`,
    `/coding-sessions?${range}${filter}`,
    `/coding-sessions/${SESSION}?${range}${filter}`,
    ...DIMENSIONS.map((dimension) => `/dimensions/${dimension}?${range}${filter}`),
  ]),
  ...DIMENSIONS.map((dimension) => `/dimensions/${dimension}?${range}&search=bravo`),
  ...conditions.map((condition) => `/requests?${range}&${condition}`),
  ...MARKS.map(idOf).flatMap((id) => [`/requests/${id}`, `/requests/${id}/what-if`, `/costs/explain?eventId=${id}`]),
  '/meta',
  '/sources/watermark',
];

/** The door, and the caller's own name, sessions and tokens: they hold no calls. */
const ABOUT_ONESELF = /^\/(sign-in|session|sessions|tokens|account)(\/|$)/;

const pattern = (route: string) => new RegExp(`^${route.replace(/:\w+/g, '[^/?]+')}(\\?|$)`);

describe('a viewer', () => {
  it.each(PATHS)('is answered as if only the own team had ever called: %s', async (path) => {
    const answer = await asked(all, viewer.all, path);
    const reference = await asked(alphaAlone, viewer.alphaAlone, path);
    expect(answer).toEqual(reference);
    expect([200, 404]).toContain(answer.status);
    // What the question itself said is given back in no answer.
    expect(answer.text.replaceAll(/No request has the event id [0-9a-f-]+/g, '')).not.toMatch(
      /bravo|nobody|\b[23]{12}\b/,
    );
  });

  it('has been asked about on every route that answers one', async () => {
    const byMethod = all.routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/'));
    const answering: string[] = [];
    for (const { path } of byMethod) {
      const route = path.replace('/api/v1', '');
      const response = await ask(all, viewer.all, route.replace(':dimension', 'team').replace(/:\w+/g, idOf('bravo')));
      if (response.status !== 403) answering.push(route);
    }
    expect(answering.length).toBeGreaterThan(8);
    const others = answering.filter((route) => !ABOUT_ONESELF.test(route));
    expect(others.filter((route) => !PATHS.some((path) => pattern(route).test(path)))).toEqual([]);
  });

  it('sees the sums of the own team, and less than there is', async () => {
    const read = async (token: string, more = '') =>
      usageAnswerSchema.parse(await (await ask(all, token, `/usage?${range}${more}`)).json());
    const [own, filtered, everybody] = [
      await read(viewer.all),
      await read(all.token, '&filter=team%3Dteam alpha'),
      await read(all.token),
    ];
    expect(own.totals).toEqual(filtered.totals);
    expect(own.totals.requests).toBe(ALPHA.length);
    expect(everybody.totals.requests).toBe(CALLS.length);
    expect([own.visible, everybody.visible]).toEqual([
      { teams: ['team alpha'], masked: [], words: null },
      { teams: null, masked: [], words: null },
    ]);
  });

  it('gets no further with a cursor that somebody else was given', async () => {
    const page = requestsAnswerSchema.parse(await (await ask(all, all.token, `/requests?${range}&limit=5`)).json());
    const path = `/requests?${range}&limit=500&cursor=${page.nextCursor ?? ''}`;
    const answer = await asked(all, viewer.all, path);
    expect(answer).toEqual(await asked(alphaAlone, viewer.alphaAlone, path));
    expect(requestsAnswerSchema.parse(JSON.parse(answer.text)).rows.length).toBeGreaterThan(50);
  });

  it('of no team sees nothing, and is told why', async () => {
    const token = await all.makeToken({ roles: ['viewer'], teams: [] });
    const answer = costsAnswerSchema.parse(await (await ask(all, token, `/costs?${range}&groupBy=team`)).json());
    expect([answer.totals.requests, answer.rows]).toEqual([0, []]);
    expect(answer.visible).toEqual({ teams: [], masked: [], words: expect.stringContaining('no team is yours') });
    expect((await ask(all, token, `/requests/${idOf('alpha')}`)).status).toBe(404);
  });

  it('of two teams sees both', async () => {
    const token = await all.makeToken({ roles: ['viewer'], teams: ['team alpha', 'team bravo'] });
    const answer = usageAnswerSchema.parse(await (await ask(all, token, `/usage?${range}`)).json());
    expect(answer.totals.requests).toBe(CALLS.length - CALLS.filter(({ team }) => team === null).length);
  });
});

const asFinance = () => all.makeToken({ roles: ['finance'] });

describe('finance', () => {
  it.each([
    `/requests?${range}&limit=500`,
    `/requests/${idOf('bravo')}`,
    `/requests/${idOf('alpha')}/what-if`,
    `/costs/explain?${range}`,
    `/errors?${range}`,
    `/throughput?${range}`,
    ...DIMENSIONS.filter((dimension) => dimension !== 'person').map((dimension) => `/dimensions/${dimension}?${range}`),
  ])('sees no caller in %s', async (path) => {
    const { status, text } = await asked(all, await asFinance(), path);
    expect(status).toBe(200);
    expect(text).not.toMatch(/(alpha|bravo|nobody) person|assumed-role|-session|-key|-value/);
  });

  it('is told what is masked, which is not the same as absent', async () => {
    const detail = requestDetailSchema.parse(
      await (await ask(all, await asFinance(), `/requests/${idOf('alpha')}`)).json(),
    );
    expect(detail.visible.masked).toEqual(['principal', 'person', 'identity', 'requestMetadata']);
    const { principal, person, identity, requestMetadata, team } = detail.event;
    expect([principal, person, identity, requestMetadata, team]).toEqual([null, null, null, null, 'team alpha']);
  });

  it.each([
    `/usage?${range}&groupBy=person`,
    `/costs?${range}&groupBy=team,person`,
    `/costs/premium?${range}&filter=person%3Dalpha person`,
    `/costs/what-if?change=withoutCaching&filter=person!%3Dx`,
    `/costs/explain?${range}&filter=person%3D`,
    `/costs/commitments?${range}&groupBy=person`,
    `/errors?${range}&filter=person%3Dalpha person`,
    `/throughput?${range}&filter=person%3Dalpha person`,
    `/requests?${range}&filter=person%3Dalpha person`,
    `/requests?${range}&principal=arn`,
    `/dimensions/person?${range}`,
    `/dimensions/team?${range}&filter=person%3Dalpha person`,
  ])('cannot feel for callers: %s', async (path) => {
    const response = await ask(all, await asFinance(), path);
    expect(response.status).toBe(403);
    const { message } = errorAnswerSchema.parse(await response.json()).error;
    expect(message).toContain('Persons and principals are masked for you. This needs the right "identities"');
  });

  it('limited to a team sees only that team, and nothing that belongs to all', async () => {
    const token = await all.makeToken({ roles: ['finance'], teams: ['team alpha'] });
    const answer = usageAnswerSchema.parse(await (await ask(all, token, `/usage?${range}`)).json());
    expect(answer.totals.requests).toBe(ALPHA.length);
    for (const path of ['/costs/commitments', '/rerates', '/closed-months', '/adjustments']) {
      const refused = await ask(all, token, path);
      expect([path, refused.status]).toEqual([path, 403]);
      expect(errorAnswerSchema.parse(await refused.json()).error.message).toContain('limited to some teams');
    }
  });
});

describe('health', () => {
  it('counts the calls of every team by source, for operators without a team', async () => {
    const token = await all.makeToken({ roles: ['operator'], teams: [] });
    expect((await ask(all, token, `/coverage?${range}`)).status).toBe(200);
    expect((await ask(all, token, `/usage?${range}`)).status).toBe(403);
  });
});
