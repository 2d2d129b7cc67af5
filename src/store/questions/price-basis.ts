import { z } from 'zod';

/** The basis of a price, as usage_series keeps it. */
export const priceBasisRow = z.object({
  book: z.string(),
  entry: z.string(),
  tier: z.enum(['standard', 'long-context', 'fast', 'fast-long-context']),
  rules: z.array(z.string()),
});

/** The basis of the price of `series`, as JSON; null where it has none. */
export const priceBasisColumn = `case when series.price_entry is not null
                 then jsonb_build_object('book', series.price_book, 'entry', series.price_entry, 'tier', series.price_tier,
                                         'rules', coalesce(series.price_rules, '{}'))
            end`;
