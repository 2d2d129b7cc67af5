import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildVertexSource } from '../../src/collect/vertex/build-vertex-source.js';
import { googleAuth } from '../../src/collect/vertex/google-access.js';
import { askGoogle } from '../../src/collect/vertex/google-rest.js';
import { VertexMonitoring } from '../../src/collect/vertex/metrics.source.js';
import { VertexSettingsSource } from '../../src/collect/vertex/settings.source.js';
import { sourceSchema } from '../../src/runtime/config/source-schema.js';
import { readsLog } from '../../src/runtime/config/schema.js';
import { DAY_MS } from '../../src/usage/window.js';
import { z } from 'zod';
import { HANGS, HangingGoogle } from '../support/hanging-google.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const WINDOW = { from: NOW - DAY_MS, to: NOW };
const STOPPING = 'the service is stopping';

/** What would have ended the process. */
const deadly: unknown[] = [];
const note = (error: unknown) => deadly.push(error);
beforeAll(() => {
  process.on('uncaughtExceptionMonitor', note);
  process.on('unhandledRejection', note);
});
afterAll(() => {
  process.off('uncaughtExceptionMonitor', note);
  process.off('unhandledRejection', note);
});

type Read = (google: HangingGoogle, signal: AbortSignal) => Promise<unknown>;

function log(fields: object): Read {
  return async ({ access }, signal) => {
    const config = sourceSchema(z.string()).parse({ id: 'vertex', ...access, ...fields });
    if (!('projectId' in config) || !readsLog(config)) throw new Error('no log of Vertex AI');
    const pages: unknown[] = [];
    for await (const page of buildVertexSource(config).read(WINDOW, signal)) pages.push(page);
    return pages;
  };
}

const table = 'insurer-claims-prod.vertex_logs.us_east5';
const READERS: readonly (readonly [string, Read])[] = [
  ['rows of BigQuery', log({ kind: 'vertex-request-response', location: 'us-east5', table })],
  [
    'the models’ configuration',
    log({ kind: 'vertex-request-response', location: 'us-east5', models: ['claude-opus-5'] }),
  ],
  ['metrics', ({ access }, signal) => new VertexMonitoring({ id: 'vertex', ...access }).meters(WINDOW, signal)],
  [
    'settings',
    ({ access }, signal) => {
      const called = [{ location: 'us-east5', model: 'claude-opus-5' }];
      const options = { access, called, logName: undefined, now: () => NOW, onUnreachable: () => {} };
      return new VertexSettingsSource(options).read(signal);
    },
  ],
];

describe('stopping while Google does not answer', () => {
  for (const [name, read] of READERS) {
    it.each(HANGS)(`ends reading ${name} at once, which hangs %s`, async (how) => {
      const google = await HangingGoogle.start({ at: 'service', how });
      const stop = new AbortController();
      const reading = read(google, stop.signal);
      await Promise.race([google.took(1), reading]);
      stop.abort(new Error(STOPPING));
      await expect(reading).rejects.toThrow(STOPPING);
    });

    it(`ends reading ${name} while the token is waited for`, async () => {
      const google = await HangingGoogle.start({ at: 'token', how: 'before its status' });
      const stop = new AbortController();
      const reading = read(google, stop.signal);
      await Promise.race([google.took(1), reading]);
      stop.abort(new Error(STOPPING));
      await expect(reading).rejects.toThrow(STOPPING);
    });
  }

  it.each([
    ['metadata entries', { kind: 'vertex-inference-metadata' }],
    ['audit entries', { kind: 'vertex-audit' }],
  ])('ends reading %s over gRPC at once', async (_, fields) => {
    const google = await HangingGoogle.start({ at: 'service', how: 'before its status' });
    const stop = new AbortController();
    const reading = log(fields)(google, stop.signal);
    await Promise.race([google.took(1), reading]);
    stop.abort(new Error(STOPPING));
    await expect(reading).rejects.toThrow(STOPPING);
  });

  it('sends no question whose token arrives after the stop, and the process lives', async () => {
    const google = await HangingGoogle.start({ at: 'token', how: 'before its status' });
    const stop = new AbortController();
    const auth = await googleAuth(google.access);
    const url = `${google.access.endpoint?.loggingRest}/v2/entries:list`;
    const asking = askGoogle(auth, url, stop.signal, { pageSize: 1 });
    await google.took(1);
    stop.abort(new Error(STOPPING));
    await expect(asking).rejects.toThrow(STOPPING);
    google.giveTokens();
    // By the time of a later answer the earlier one has been used.
    await auth.getAccessToken();
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(new Set(google.taken)).toEqual(new Set(['/token']));
    expect(deadly).toEqual([]);
  });

  it('never left an error that nobody handles', async () => {
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(deadly).toEqual([]);
  });
});
