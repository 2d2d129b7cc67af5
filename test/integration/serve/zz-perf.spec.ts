import { it } from 'vitest';
import { startServing } from '../../support/serving.js';
it('perf', async () => {
  const s = await startServing('2026-11-20T13:24:00Z', { builtTimeZones: ['UTC'] });
  const p = s.database.pool;
  await p.query(`insert into usage_series (cloud, account_id, region, source_id, model_id, model, vendor, endpoint_scope, outcome, team, price_book, price_entry, price_tier, price_rules)
   select 'bedrock', 'x' || n, 'r' || n % 4, 's' || n % 6, 'm' || n % 12, 'm' || n % 12, 'anthropic', 'global', 'ok', 't' || n % 15, 'b', 'e' || n % 12, 'standard', '{listPrice}' from generate_series(1, 400) n`);
  await p.query(
    `insert into usage_hourly select h, n, 10,0,0,0, 1000,1000,0,0,100,0, 100000,1000,0,0,5000,0,0,106000,200000 from generate_series(timestamptz '2026-09-21', '2026-11-20 12:00', '1 hour') h, generate_series(1,400) n`,
  );
  await p.query(
    `insert into usage_daily select 'UTC', d::date, n, q, 10,0,0,0, 1000,1000,0,0,100,0, 100000,1000,0,0,5000,0,0,106000,200000 from generate_series(timestamp '2026-09-21', '2026-11-20', '1 day') d, generate_series(1,400) n, generate_series(1,20) q`,
  );
  for (let w = Date.parse('2026-09-21'); w < Date.parse('2026-11-24'); w += 7 * 86400000) {
    const a = new Date(w).toISOString().slice(0, 10),
      b = new Date(w + 7 * 86400000).toISOString().slice(0, 10);
    await p.query(
      `create table if not exists usage_event_z${a.replaceAll('-', '')} partition of usage_event for values from ('${a}') to ('${b}')`,
    );
  }
  await p.query(`insert into usage_event (event_id, occurred_on, occurred_at, series_id, principal_id, person_id, request_id, operation, streamed, speed, batch, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_search_requests, latency_ms, input_pico, cache_read_pico, cache_write_5m_pico, cache_write_1h_pico, output_pico, web_search_pico, premium_pico, cost_pico, without_caching_pico, flags, provenance, fact_rank)
   select gen_random_uuid(), t::date, t, 1 + (random()*399)::int, null, 1 + (random()*19)::int, 'r' || n, 'InvokeModel', false, 'standard', false, 1000, 1000, 0, 0, 100, 0, 10, 100000, 1000, 0, 0, 5000, 0, 0, 106000 + n, 200000, '{}', '{}', 0
   from (select n, timestamptz '2026-09-21' + random() * interval '60 days' as t from generate_series(1, 1000000) n) x`);
  await p.query('vacuum analyze');
  if (process.env.NOJIT) {
    await p.query(`do $$ begin execute format('alter database %I set jit = off', current_database()); end $$`);
    (p as any)._clients.forEach((c: any) => c.query('set jit = off'));
    await p.query('set jit = off');
  }
  const time = async (path: string) => {
    await s.get(path);
    const ts: number[] = [];
    for (let i = 0; i < 5; i++) {
      const a = performance.now();
      const r = await s.get(path);
      await r.text();
      ts.push(performance.now() - a);
      if (r.status !== 200) console.log(r.status);
    }
    console.log(
      ts
        .sort((a, b) => a - b)[2]!
        .toFixed(0)
        .padStart(6),
      'ms',
      path,
    );
  };
  const m = 'from=2026-09-21&to=2026-11-20';
  await time(`/api/v1/usage?${m}`);
  await time(`/api/v1/costs?${m}&bucket=day`);
  await time(`/api/v1/costs?${m}&bucket=day&groupBy=model`);
  await time(`/api/v1/costs?${m}&bucket=day&groupBy=team,model`);
  await time(`/api/v1/costs?${m}&bucket=day&groupBy=person`);
  await time(`/api/v1/costs?from=2026-10-21&to=2026-11-20&bucket=day&groupBy=team`);
  await time(`/api/v1/costs?${m}&bucket=day&groupBy=model&timeZone=America/New_York`);
  await time(`/api/v1/costs?${m}&bucket=day&groupBy=model&timeZone=Asia/Kolkata`);
  await time(`/api/v1/costs?${m}&bucket=day&filter=team%3Dt3`);
  await time(`/api/v1/costs?from=2026-11-20T00:00:00Z&to=2026-11-20T13:24:00Z&bucket=hour`);
  await time(`/api/v1/costs/explain?${m}`);
  await time(`/api/v1/dimensions/team?${m}`);
  await time(`/api/v1/requests?${m}`);
  await time(`/api/v1/requests?${m}&filter=team%3Dt3`);
  await time(`/api/v1/requests?${m}&filter=model%3Dnone`);
  await time(`/api/v1/requests?${m}&sort=cost`);
  await time(`/api/v1/requests?from=2026-11-18&to=2026-11-19&sort=cost`);
  await s.stop();
}, 300000);
