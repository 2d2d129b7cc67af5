import type { ResidencyPolicies } from './availability.js';
import type { Commitments } from './commitments.js';
import type { CurrencyTable } from './currency.js';
import type { ModelMappings } from './model-mapping.js';
import { priceBook, priceBookWith } from './price-book.js';
import type { Prices } from './prices-schema.js';
import type { PriceBook } from './rates.js';
import type { PriceTerms } from './terms-schema.js';

/** Everything that prices, and explains prices, in one installation. */
export interface Pricing {
  readonly book: PriceBook;
  readonly mappings: ModelMappings;
  readonly terms: PriceTerms;
  readonly residency: ResidencyPolicies;
  readonly commitments: Commitments;
  readonly currencies: readonly CurrencyTable[];
}

/** What a configuration makes of prices; without one, the public list prices alone. */
export function pricingOf(prices: Prices = {}): Pricing {
  const { book: settings, mappings = [], terms = [], residency = [], commitments = [], currency = [] } = prices;
  const book = settings === undefined ? priceBook : priceBookWith(settings);
  return { book, mappings, terms, residency, commitments, currencies: currency };
}
