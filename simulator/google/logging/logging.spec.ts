import { describe, expect, it } from 'vitest';
import { googleOf, loggingAt } from '../../../test/support/google.js';
import { standInAt } from '../../../test/support/stand-in.js';
import type { GoogleFaults } from '../google-faults.js';
import { DEVELOPMENT, PRODUCTION } from '../world/google-places.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const SINCE = `timestamp>="2026-11-16T00:00:00Z"`;
const METADATA = `logName="projects/${PRODUCTION}/logs/aiplatform.googleapis.com%2Finference_request_metadata"`;
const AUDIT =
  'resource.type="audited_resource" AND protoPayload.serviceName="aiplatform.googleapis.com" AND protoPayload.resourceName:"/publishers/anthropic/" AND protoPayload.methodName:"rawPredict"';

describe('Cloud Logging, asked by the real client over gRPC', () => {
  it('tells inference metadata entry by entry, page by page, in order of time', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const logging = loggingAt(google, PRODUCTION);
    const times: number[] = [];
    let pageToken: string | undefined;
    let pages = 0;
    do {
      const [entries, next] = await logging.getEntries({
        filter: `${METADATA} AND ${SINCE}`,
        orderBy: 'timestamp asc',
        pageSize: 200,
        autoPaginate: false,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      for (const { metadata, data } of entries) {
        times.push(Number(metadata.timestamp));
        expect(data).toMatchObject({ location: expect.any(String), trafficType: expect.any(String) });
        expect(metadata.resource?.type).toBe('aiplatform.googleapis.com/PublisherModel');
      }
      pages += 1;
      pageToken = next?.pageToken ?? undefined;
    } while (pageToken !== undefined && pageToken !== '');
    expect(pages).toBeGreaterThan(3);
    expect(times.length).toBeGreaterThan(600);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('hands audit payloads over as the bytes of an AuditLog', async () => {
    const google = googleOf(await standInAt(NOW, { google: {} }));
    const [entries] = await loggingAt(google, DEVELOPMENT).getEntries({
      filter: `${AUDIT} AND ${SINCE}`,
      pageSize: 1000,
      autoPaginate: false,
    });
    expect(entries.length).toBeGreaterThan(100);
    const [{ data, metadata } = { data: undefined, metadata: {} }] = entries;
    expect(data).toMatchObject({
      type_url: 'type.googleapis.com/google.cloud.audit.AuditLog',
      value: expect.any(Buffer),
    });
    expect(metadata.resource?.labels).toMatchObject({ service: 'aiplatform.googleapis.com', project_id: DEVELOPMENT });
    expect(entries.some((entry) => entry.metadata.operation?.last === true)).toBe(true);
  });

  it('refuses a project more than 60 lists a minute', async () => {
    let at = 0;
    const google = googleOf(await standInAt(NOW, { google: {}, quotaMs: () => at }));
    const logging = loggingAt(google, PRODUCTION);
    const ask = () =>
      logging.getEntries({ filter: `${METADATA} AND timestamp>="2026-11-18T14:59:00Z"`, autoPaginate: false });
    for (let asked = 0; asked < 60; asked += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ code: 8 });
    at = 60_000;
    await expect(ask()).resolves.toBeDefined();
  });

  it('shows a stream that goes on only when it has ended, dated at its start', async () => {
    const now = NOW;
    const simulator = await standInAt(now, { google: { callsPerDay: 6000 } });
    const filter = `${AUDIT} AND timestamp>="2026-11-18T14:55:00Z" AND timestamp<"2026-11-18T15:00:00Z"`;
    const count = async (): Promise<number> =>
      (await loggingAt(googleOf(simulator), PRODUCTION).getEntries({ filter, pageSize: 1000, autoPaginate: false }))[0]
        .length;
    const before = await count();
    simulator.clock.advance(600_000);
    expect(await count()).toBeGreaterThan(before);
  });

  it.each<[string, Partial<GoogleFaults>, number]>([
    ['a storm of refusals', { storms: [{ from: NOW - 1, to: null }] }, 8],
    ['requests too many', { throttleShare: 1 }, 8],
    ['page tokens that have expired', { tokenExpiryShare: 1 }, 3],
  ])('answers %s as Google does', async (_what, faults, code) => {
    const logging = loggingAt(googleOf(await standInAt(NOW, { google: {}, faults: { google: faults } })), PRODUCTION);
    const read = async (): Promise<void> => {
      const query = { filter: `${METADATA} AND ${SINCE}`, pageSize: 10, autoPaginate: false };
      const [, next] = await logging.getEntries(query);
      await logging.getEntries({ ...query, pageToken: next?.pageToken ?? '' });
    };
    await expect(read()).rejects.toMatchObject({ code });
  });

  it('is asked again by the client where the server is broken', async () => {
    const faults = { google: { serverErrorShare: 0.5, quotaFactor: 0 } };
    const logging = loggingAt(googleOf(await standInAt(NOW, { google: {}, faults })), PRODUCTION);
    const query = { filter: `${METADATA} AND timestamp>="2026-11-18T14:00:00Z"`, autoPaginate: false };
    for (let asked = 0; asked < 4; asked += 1) expect((await logging.getEntries(query))[0]).not.toEqual([]);
  });
});
