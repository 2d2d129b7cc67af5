import { describe, expect, it } from 'vitest';
import { askGoogle, googleOf } from '../../../test/support/google.js';
import { standInAt } from '../../../test/support/stand-in.js';
import { PRODUCTION } from '../world/google-places.js';

const NOW = Date.parse('2026-11-18T15:00:00Z');
const PREFIX = 'aiplatform.googleapis.com/publisher/online_serving';

interface Told {
  readonly timeSeries: readonly {
    readonly metric: { readonly labels: Readonly<Record<string, string>> };
    readonly resource: { readonly labels: Readonly<Record<string, string>> };
    readonly points?: readonly {
      readonly interval: { readonly startTime: string; readonly endTime: string };
      readonly value: { readonly int64Value: string };
    }[];
  }[];
  readonly nextPageToken?: string;
}

function isTold(json: unknown): json is Told {
  return typeof json === 'object' && json !== null && 'timeSeries' in json;
}

async function standIn() {
  const google = googleOf(await standInAt(NOW, { google: {} }));
  const ask = (search: Readonly<Record<string, string>>) =>
    askGoogle(
      google,
      `/v3/projects/${PRODUCTION}/timeSeries?${new URLSearchParams({
        filter: `metric.type="${PREFIX}/token_count"`,
        'interval.startTime': '2026-11-18T00:00:00Z',
        'interval.endTime': '2026-11-18T12:00:00Z',
        ...search,
      }).toString()}`,
    );
  const told = async (search: Readonly<Record<string, string>>): Promise<Told> => {
    const { json } = await ask(search);
    if (!isTold(json)) throw new Error(JSON.stringify(json));
    return json;
  };
  return { google, ask, told };
}

function sum({ timeSeries }: Told): number {
  return timeSeries
    .flatMap(({ points = [] }) => points)
    .reduce((total, { value }) => total + Number(value.int64Value), 0);
}

const HOURLY = { 'aggregation.alignmentPeriod': '3600s', 'aggregation.perSeriesAligner': 'ALIGN_DELTA' };

describe('Cloud Monitoring', () => {
  it('has a series for each model, location, kind of token and way of paying, in minutes or in hours', async () => {
    const { told } = await standIn();
    const [minutes, hours] = [await told({}), await told(HOURLY)];
    expect(sum(minutes)).toBe(sum(hours));
    expect(new Set(minutes.timeSeries.map(({ metric }) => metric.labels['type']))).toEqual(
      new Set(['input', 'output', 'cache_read_input', 'cache_write_input', 'cache_write_1h_input']),
    );
    expect(minutes.timeSeries.some(({ metric }) => metric.labels['request_type'] === 'dedicated')).toBe(true);
    const [first] = hours.timeSeries;
    const ends = (first?.points ?? []).map(({ interval }) => interval.endTime);
    expect(ends).toEqual(ends.toSorted().toReversed());
    expect(ends.every((end) => end.slice(14).startsWith('00:00'))).toBe(true);
  });

  it('selects by labels, one of several values at once', async () => {
    const { told } = await standIn();
    const filter = `metric.type="${PREFIX}/token_count" AND resource.labels.location=one_of("eu","global") AND metric.labels.type="input"`;
    const { timeSeries } = await told({ filter });
    expect(new Set(timeSeries.map(({ resource }) => resource.labels['location']))).toEqual(new Set(['eu', 'global']));
    expect(new Set(timeSeries.map(({ metric }) => metric.labels['type']))).toEqual(new Set(['input']));
  });

  it('adds series up by the fields that are asked for', async () => {
    const { told } = await standIn();
    const grouped = await told({
      ...HOURLY,
      'aggregation.crossSeriesReducer': 'REDUCE_SUM',
      'aggregation.groupByFields': 'metric.label.type',
    });
    expect(grouped.timeSeries).toHaveLength(5);
    expect(sum(grouped)).toBe(sum(await told(HOURLY)));
  });

  it('goes from page to page by points, and tells headers without any', async () => {
    const { told } = await standIn();
    const all = await told(HOURLY);
    let [pages, total] = [0, 0];
    let pageToken = '';
    do {
      const page = await told({ ...HOURLY, pageSize: '50', ...(pageToken === '' ? {} : { pageToken }) });
      total += sum(page);
      pages += 1;
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    expect(pages).toBeGreaterThan(2);
    expect(total).toBe(sum(all));
    const headers = await told({ ...HOURLY, view: 'HEADERS' });
    expect(headers.timeSeries).toHaveLength(all.timeSeries.length);
    expect(headers.timeSeries.every(({ points }) => points === undefined)).toBe(true);
  });

  it('counts calls by the status that they were answered with', async () => {
    const { google, told } = await standIn();
    const counted = await told({ filter: `metric.type="${PREFIX}/model_invocation_count"` });
    const { calls } = google.calls({ from: Date.parse('2026-11-18'), to: Date.parse('2026-11-18T12:00:00Z') });
    const asked = calls.filter(({ projectId, outcome }) => projectId === PRODUCTION && outcome !== 'counted');
    expect(sum(counted)).toBe(asked.length);
    expect(counted.timeSeries.map(({ metric }) => metric.labels['response_code'])).toContain('429');
  });

  it('is some minutes behind', async () => {
    const { told } = await standIn();
    const recent = await told({
      'interval.startTime': '2026-11-18T14:00:00Z',
      'interval.endTime': '2026-11-18T15:00:00Z',
    });
    const newest = recent.timeSeries
      .flatMap(({ points = [] }) => points.map(({ interval }) => interval.endTime))
      .sort();
    expect(Date.parse(newest.at(-1) ?? '')).toBeLessThanOrEqual(NOW - 180_000);
  });

  it.each([
    [{ filter: `metric.type="${PREFIX}/token_count" OR metric.type="x"` }],
    [{ filter: 'resource.labels.location="us"' }],
    [{ 'aggregation.alignmentPeriod': '30s', 'aggregation.perSeriesAligner': 'ALIGN_SUM' }],
    [{ 'interval.endTime': 'soon' }],
  ])('refuses %j', async (search) => {
    const { ask } = await standIn();
    expect(await ask(search)).toMatchObject({ status: 400, json: { error: { status: 'INVALID_ARGUMENT' } } });
  });
});
