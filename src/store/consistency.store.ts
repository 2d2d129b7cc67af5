import type { Pool } from 'pg';

/** A rule about stored rows, and how many rows break it. */
export interface BrokenRule {
  readonly rule: string;
  readonly rows: number;
}

/** What must hold of every stored event; each query counts the rows that break it. */
const RULES: readonly (readonly [rule: string, sql: string])[] = [
  [
    'the cost of an event is the sum of its lines',
    `select count(*) as rows from usage_event
     where  cost_pico is not null
     and    cost_pico <> input_pico + cache_read_pico + cache_write_5m_pico + cache_write_1h_pico + output_pico
                       + web_search_pico + premium_pico`,
  ],
  [
    'an event has a cost exactly if its series names a price',
    `select count(*) as rows from usage_event e join usage_series s using (series_id)
     where  (e.cost_pico is null) <> (s.price_entry is null)`,
  ],
  [
    'an event has an effective cost exactly if its series names a price, or terms that stand in for one',
    `select count(*) as rows from usage_event e join usage_series s using (series_id)
     where  (e.effective_femto is null) <> (s.price_entry is null and s.price_terms is null)`,
  ],
  ['no event costs less than nothing', 'select count(*) as rows from usage_event where cost_pico < 0'],
  [
    'the day of an event is the day that its id carries',
    `select count(*) as rows from usage_event
     where  occurred_on <> date '1970-01-01' + ('x' || left(event_id::text, 4))::bit(16)::int`,
  ],
  [
    'every event has its series',
    `select count(*) as rows from usage_event e left join usage_series s using (series_id) where s.series_id is null`,
  ],
];

/** The rules that stored events break; empty when all is well. */
export async function findBrokenRules(pool: Pool): Promise<BrokenRule[]> {
  const broken: BrokenRule[] = [];
  for (const [rule, sql] of RULES) {
    const { rows } = await pool.query<{ rows: number }>(sql);
    const count = rows[0]?.rows ?? 0;
    if (count > 0) broken.push({ rule, rows: count });
  }
  return broken;
}
