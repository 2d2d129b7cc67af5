import { AMOUNT_COLUMNS } from './amount-columns.js';

/**
 * The figures that roll-ups hold, each with how it comes from events `e` joined to their series `s`. One list, so that
 * ingest, rebuild and verify cannot disagree about what a figure means.
 */
const MEASURES: readonly (readonly [column: string, fromEvents: string])[] = [
  // An event may stand for several calls.
  ['requests', 'sum(e.requests)'],
  // What is not billed failed before a model answered: it used none.
  [
    'unknown_token_requests',
    `coalesce(sum(e.requests) filter (where e.output_tokens is null and s.price_entry is distinct from 'notBilled'), 0)`,
  ],
  ['unpriced_requests', `coalesce(sum(e.requests) filter (where s.unpriced_reason <> 'outsideClaude'), 0)`],
  [
    'unpriced_tokens',
    `coalesce(sum(coalesce(e.input_tokens, 0) + coalesce(e.cache_read_tokens, 0) + coalesce(e.cache_write_5m_tokens, 0)
       + coalesce(e.cache_write_1h_tokens, 0) + coalesce(e.output_tokens, 0)) filter (where s.unpriced_reason <> 'outsideClaude'), 0)`,
  ],
  ...[
    'input_tokens',
    'cache_read_tokens',
    'cache_write_5m_tokens',
    'cache_write_1h_tokens',
    'output_tokens',
    'web_search_requests',
    ...AMOUNT_COLUMNS,
  ].map((column) => [column, `coalesce(sum(e.${column}), 0)`] as const),
];

export const MEASURE_COLUMNS: readonly string[] = MEASURES.map(([column]) => column);

/** `requests, unknown_token_requests, …` */
export const measureNames = MEASURE_COLUMNS.join(', ');

/** `sum(e.requests), …`, over `e` (events) and `s` (series). */
export const measuresFromEvents = MEASURES.map(([, expression]) => expression).join(',\n         ');

/** `requests = r.requests + excluded.requests, …` for an upsert into the roll-up table named `r`. */
export const addExcludedMeasures = MEASURE_COLUMNS.map((column) => `${column} = r.${column} + excluded.${column}`).join(
  ',\n         ',
);
