import { describe, expect, it } from 'vitest';
import { googleOf, loggingAt } from '../../../test/support/google.js';
import { standInAt } from '../../../test/support/stand-in.js';
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
});
