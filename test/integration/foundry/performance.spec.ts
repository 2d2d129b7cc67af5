import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FoundryMetricsSource } from '../../../src/collect/foundry/metrics.source.js';
import { readMeter } from '../../../src/ingest/read-meter.js';
import { readPerformance } from '../../../src/ingest/read-performance.js';
import { MeterStore } from '../../../src/store/meters.store.js';
import { PerformanceStore } from '../../../src/store/performance.store.js';
import { prepareUsageDatabase } from '../../../src/store/usage-database.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { azureAccess, azureAt } from '../../support/simulated-azure.js';

const NOW = Date.parse('2026-11-10T09:30:00Z');
const never = new AbortController().signal;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await prepareUsageDatabase(database.pool, []);
});
afterEach(() => database.drop());

async function metersOf(azure: Awaited<ReturnType<typeof azureAt>>) {
  return azure.addresses.accounts.map(
    ({ name, resourceId, region }) =>
      new FoundryMetricsSource({
        id: `metrics-${name}`,
        resourceId: resourceId.toLowerCase(),
        region,
        minuteDays: 1,
        ...azureAccess(azure.addresses),
      }),
  );
}

describe('busiest minutes and latency of Foundry', () => {
  it('lie between the hour’s sixtieth and the hour, for every hour that was metered', async () => {
    const azure = await azureAt(NOW);
    const clock = { now: () => azure.clock.now() };
    const store = new PerformanceStore(database.pool);
    for (const source of await metersOf(azure)) {
      await readMeter({ source, store: new MeterStore(database.pool), clock, historyDays: 1 }, never);
      expect(await readPerformance({ source, store, clock }, never)).toBeGreaterThan(1);
      // Read again is the last hours, and changes nothing.
      expect(await readPerformance({ source, store, clock }, never)).toBe(1);
    }
    const { rows } = await database.pool.query(
      `with hours as (
         select source_id, deployment, model_id, model_version, hour,
                case when metric in ('inputTokens', 'cacheWriteTokens') then 'input' when metric = 'outputTokens' then 'output'
                     else 'requests' end as counts,
                sum(value) as value
         from   metered_usage
         where  metric in ('inputTokens', 'cacheWriteTokens', 'outputTokens', 'requests', 'clientErrors', 'serverErrors')
         group  by 1, 2, 3, 4, 5, 6
       )
       select count(*)::int                                                           as hours,
              count(p.value)::int                                                     as peaks,
              count(*) filter (where p.value between h.value / 60 and h.value)::int   as within,
              count(*) filter (where p.minute >= p.hour and p.minute < p.hour + interval '1 hour')::int as "inHour"
       from   hours h
       left   join metered_peak p using (source_id, deployment, model_id, model_version, hour, counts)`,
    );
    const [found] = z
      .array(z.object({ hours: z.number(), peaks: z.number(), within: z.number(), inHour: z.number() }))
      .parse(rows);
    expect(found?.hours).toBeGreaterThan(50);
    expect(found).toMatchObject({ peaks: found?.hours, within: found?.hours, inHour: found?.hours });
  });

  it('keep latency as Azure averaged it, of each hour its least, average and most', async () => {
    const azure = await azureAt(NOW);
    for (const source of await metersOf(azure)) {
      const store = new PerformanceStore(database.pool);
      await readPerformance({ source, store, clock: { now: () => azure.clock.now() } }, never);
    }
    const { rows } = await database.pool.query(
      `select metric, bool_and(least_ms <= average_ms and average_ms <= most_ms) as "inOrder"
       from   metered_latency group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { metric: 'normalizedTimeToFirstToken', inOrder: true },
      { metric: 'timeToLastByte', inOrder: true },
      { metric: 'timeToResponse', inOrder: true },
    ]);
  });

  it('say what is wrong where they cannot be read, and are tried again', async () => {
    const azure = await azureAt(NOW);
    const clock = { now: () => azure.clock.now() };
    const store = new PerformanceStore(database.pool);
    const [source] = await metersOf(azure);
    if (source === undefined) throw new Error('the stand-in has no account');
    azure.setFaults({ denied: ['Microsoft.Insights/metrics/read'] });
    expect(await readPerformance({ source, store, clock }, never)).toBe(0);
    const state = () => database.pool.query('select detail from performance_state');
    expect((await state()).rows).toEqual([{ detail: expect.stringContaining('Monitoring Reader') }]);
    azure.setFaults({ denied: [] });
    expect(await readPerformance({ source, store, clock }, never)).toBeGreaterThan(0);
    expect((await state()).rows).toEqual([{ detail: null }]);
  });
});
