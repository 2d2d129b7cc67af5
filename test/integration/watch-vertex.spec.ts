import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatorClock } from '../../simulator/clock.js';
import type { GoogleFaults, GoogleLog } from '../../simulator/google/google-faults.js';
import { DEVELOPMENT, PRODUCTION } from '../../simulator/google/world/google-places.js';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.js';
import type { SourceConfig } from '../../src/runtime/config/schema.js';
import { MeterStore } from '../../src/store/meters.store.js';
import { DAY_MS, HOUR_MS } from '../../src/usage/window.js';
import type { JudgedPlace } from '../../src/watch/watched-places.js';
import { googleOf } from '../support/google.js';
import { judgeBySettings, sourceOf } from '../support/judged-settings.js';
import { codesOf, notesOf } from '../support/log-keeping.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const TABLE = `${DEVELOPMENT}.logging_claude.request_response_logging`;
const OPUS = 'claude-opus-5';

let simulator: Simulator;
let database: TestDatabase;
let folder: string;
let sources: SourceConfig[];
let unreachable: string[];

beforeEach(async () => {
  const held = new SimulatorClock();
  held.hold(NOW);
  simulator = await startSimulator({ clock: held, historyDays: 40, callsPerDay: 10, google: { callsPerDay: 200 } });
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-google-'));
  const keyFile = join(folder, 'key.json');
  const google = googleOf(simulator);
  await writeFile(keyFile, JSON.stringify(google.key));
  sources = [PRODUCTION, DEVELOPMENT].map((projectId) =>
    sourceOf({
      id: `audit-${projectId}`,
      kind: 'vertex-audit',
      projectId,
      endpoint: google.endpoints,
      credentials: { keyFile },
    }),
  );
  unreachable = [];
});
afterEach(async () => {
  await simulator.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The settings are read over the wire while the cloud is as these faults make it, and the places judged. */
function judgedWith(faults: Partial<GoogleFaults> = {}): Promise<readonly JudgedPlace[]> {
  simulator.setFaults({ google: { quotaFactor: 0, ...faults } });
  return judgeBySettings({
    pool: database.pool,
    sources,
    now: NOW,
    onUnreachable: (words) => unreachable.push(words),
  });
}

const shownOf = (judged: readonly JudgedPlace[]) =>
  Object.fromEntries(judged.map(({ accountId, region, verdict }) => [`${accountId} ${region}`, verdict.state]));

function placeOf(judged: readonly JudgedPlace[], accountId: string, region: string): JudgedPlace {
  const found = judged.find((place) => place.accountId === accountId && place.region === region);
  if (found === undefined) throw new Error(`no verdict on ${accountId} ${region}`);
  return found;
}

const offSince = (log: GoogleLog, location: string, from: number) => ({
  log,
  projectId: DEVELOPMENT,
  location,
  from,
  to: null,
});

/** The meter of a project has counted calls in a location. */
async function meter(projectId: string, region: string, requests: bigint): Promise<void> {
  const window = { from: NOW - 3 * DAY_MS, to: NOW - HOUR_MS };
  const hours = [{ modelId: OPUS, metric: 'requests', startsAt: NOW - 8 * HOUR_MS, value: requests }];
  await new MeterStore(database.pool).save(
    { id: `meter-${projectId}`, cloud: 'vertex', accountId: projectId, region },
    window,
    hours,
  );
}

describe('settings read from Google Cloud', () => {
  it('leave the age of rows unknown where no query may be made', async () => {
    const judged = await judgedWith({
      denied: ['bigquery.jobs.create'],
      loggingOff: [offSince('inferenceMetadata', 'us-east5', 0)],
    });
    const { keeping } = placeOf(judged, DEVELOPMENT, 'us-east5');
    expect(keeping.stores.find(({ name }) => name === `table ${TABLE}`)).toMatchObject({ mayHoldMore: true });
    expect(keeping.unread).toContainEqual(expect.objectContaining({ permission: 'bigquery.jobs.create' }));
  });

  it('say of every location that is called what is kept, before a single record was collected', async () => {
    const judged = await judgedWith();
    expect(unreachable).toEqual([]);
    expect(shownOf(judged)).toEqual({
      [`${PRODUCTION} eu`]: 'kept',
      [`${PRODUCTION} europe-west1`]: 'kept',
      [`${PRODUCTION} global`]: 'kept',
      [`${PRODUCTION} us`]: 'kept',
      [`${PRODUCTION} us-east5`]: 'kept',
      [`${DEVELOPMENT} europe-west1`]: 'at risk',
      [`${DEVELOPMENT} global`]: 'at risk',
      [`${DEVELOPMENT} us-central1`]: 'kept',
      [`${DEVELOPMENT} us-east5`]: 'kept',
    });
    const sampled = placeOf(judged, PRODUCTION, 'europe-west1');
    expect(notesOf(sampled.verdict)).toEqual(expect.arrayContaining(['sampled', 'callersExempted']));
    const global = placeOf(judged, DEVELOPMENT, 'global');
    expect([codesOf(global.verdict), notesOf(global.verdict)]).toEqual([['tokensNotLogged'], ['configuredInVain']]);
  });

  it('tell of a table that is about to be deleted whole, where nothing else tells of tokens', async () => {
    const judged = await judgedWith({
      tableExpires: [{ table: TABLE, at: NOW + 9 * DAY_MS }],
      loggingOff: [offSince('inferenceMetadata', 'us-east5', 0)],
    });
    const { verdict } = placeOf(judged, DEVELOPMENT, 'us-east5');
    const expiry = verdict.reasons.find(({ code }) => code === 'endsOnDate');
    expect(expiry?.words).toContain(`Everything in the table ${TABLE} expires on 2026-11-27`);
    expect(expiry?.action?.command).toBe(
      'bq update --expiration 0 insurer-dev-tools:logging_claude.request_response_logging',
    );
    // Its oldest row was asked for: 30 days are there, and nine days from now they are not.
    expect(verdict.state).toBe('at risk');
    const store = verdict.stores.find(({ store }) => store.name === `table ${TABLE}`);
    expect(store?.store.evidence.map(({ words }) => words)).toContainEqual(expect.stringMatching(/^oldest record of /));
  });

  it('tell that nothing is logged of calls that the meter counts, with the command that switches it on', async () => {
    await meter(DEVELOPMENT, 'europe-west1', 120n);
    const judged = await judgedWith({
      loggingOff: (['requestResponse', 'inferenceMetadata', 'audit'] as const).flatMap((log) =>
        ['global', 'us-east5', 'us-central1', 'europe-west1'].map((location) => offSince(log, location, 0)),
      ),
    });
    const place = placeOf(judged, DEVELOPMENT, 'europe-west1');
    expect([place.verdict.state, place.isUsed, codesOf(place.verdict)]).toEqual(['not kept', true, ['loggingOff']]);
    expect(place.verdict.reasons[0]?.action?.command).toContain(
      'locations/europe-west1/publishers/anthropic/models/claude-opus-5:setPublisherModelConfig',
    );
  });

  it('tell of calls that the meter counts while no entry arrives', async () => {
    await meter(DEVELOPMENT, 'europe-west1', 120n);
    const judged = await judgedWith({ loggingOff: [offSince('audit', 'europe-west1', NOW - 5 * DAY_MS)] });
    const place = placeOf(judged, DEVELOPMENT, 'europe-west1');
    expect([place.verdict.state, codesOf(place.verdict)]).toEqual(['not kept', ['tokensNotLogged', 'silent']]);
    expect(place.verdict.words).toContain('Cloud Monitoring counted 120 calls since yesterday');
  });

  it('tell of exclusions and of a bucket that keeps too little', async () => {
    const judged = await judgedWith({
      exclusions: [
        {
          projectId: DEVELOPMENT,
          name: 'cheaper',
          filter: 'protoPayload.serviceName="aiplatform.googleapis.com" AND sample(insertId, 0.9)',
        },
      ],
      retention: [{ projectId: PRODUCTION, days: 7 }],
    });
    expect(codesOf(placeOf(judged, DEVELOPMENT, 'global').verdict)).toContain('excludedInPart');
    const short = placeOf(judged, PRODUCTION, 'us');
    expect([short.verdict.state, codesOf(short.verdict)]).toEqual(['not kept', ['keptTooShort', 'notWholeYet']]);
    expect(short.verdict.reasons[0]?.action?.command).toBe(
      'gcloud logging buckets update _Default --project=insurer-claims-prod --location=global --retention-days=35',
    );
  });

  it.each([
    ['logging.buckets.get', 'unknown'],
    ['logging.sinks.list', 'unknown'],
    ['resourcemanager.projects.getIamPolicy', 'kept'],
    ['aiplatform.endpoints.fetchPublisherModelConfig', 'kept'],
  ] as const)(
    'that may not be read (%s) leave the verdict %s, with the permission to grant',
    async (permission, state) => {
      const judged = await judgedWith({ denied: [permission] });
      const { keeping, verdict } = placeOf(judged, PRODUCTION, 'us');
      expect(verdict.state).toBe(state);
      expect(keeping.unread.map((missing) => [missing.permission, missing.on])).toContainEqual([
        permission,
        PRODUCTION,
      ]);
      expect(keeping.unread[0]?.action.command).toContain('gcloud projects add-iam-policy-binding insurer-claims-prod');
    },
  );
});
