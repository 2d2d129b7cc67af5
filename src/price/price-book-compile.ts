import type { PriceBasis } from '../usage/priced.js';
import { micro, picoPerToken } from './decimal.js';
import { allEntries } from './price-book-checks.js';
import type { DatedRates, ExtendedRates, ModelRates, PriceBook, RateSource } from './rates.js';
import type { WrittenEntry, WrittenModel, WrittenPriceBook } from './price-book-schema.js';
import type { PriceBookSettings } from './price-book-settings.js';

/** A checked book as maps and whole numbers, ready to be asked. */
export function compileBook(
  book: WrittenPriceBook,
  settings: PriceBookSettings,
): Omit<PriceBook, 'version' | 'checkedOn'> {
  const models = new Map(book.models.map((model) => [model.model, compileModel(model, settings)]));
  const sources = sourcesOf(book, models);
  return {
    entries: book.models.reduce((sum, model) => sum + allEntries(model).length, 0),
    models,
    batch: book.batch.map(({ from, until, clouds }) => ({ from: from ?? '', until, clouds })),
    webSearch: book.webSearch.map(({ from, until, usdPerRequest }) => ({
      from: from ?? '',
      until,
      picoEach: micro(usdPerRequest) * 1_000_000n,
    })),
    govCloudTenths: micro(settings.govCloudMultiplier ?? book.govCloud.multiplier) / 100_000n - 10n,
    consumptionUnitPico: micro(book.consumptionUnit.usdPerUnit) * 1_000_000n,
    sourceOf: (id, tier) => sources.get(tier === undefined ? id : `${tier} ${id}`) ?? null,
  };
}

const TIER_OF_LIST = {
  rates: 'standard',
  longContext: 'long-context',
  fast: 'fast',
  fastLongContext: 'fast-long-context',
} as const satisfies Record<string, PriceBasis['tier']>;

/** Sources by entry id, and by tier and entry id where two tiers of a model began on one day. */
function sourcesOf(book: WrittenPriceBook, models: ReadonlyMap<string, ModelRates>): ReadonlyMap<string, RateSource> {
  const sources = new Map<string, RateSource>();
  const add = (id: string, tier: PriceBasis['tier'], cited: Cited): void => {
    const { title = '', url = '' } = book.sources[cited.source] ?? {};
    const { checkedOn, unconfirmed = false, note = null } = cited;
    const source = { title, url, checkedOn, unconfirmed, note };
    sources.set(`${tier} ${id}`, source);
    if (!sources.has(id)) sources.set(id, source);
  };
  for (const model of book.models) {
    for (const { entry, list } of allEntries(model)) add(entryId(model, entry.from), TIER_OF_LIST[list], entry);
    const { extendedAccess } = model;
    if (extendedAccess === undefined) continue;
    for (const { id } of models.get(model.model)?.extendedAccess ?? []) add(id, 'standard', extendedAccess);
  }
  return sources;
}

type Cited = Pick<WrittenEntry, 'source' | 'checkedOn' | 'unconfirmed' | 'note'>;

function compileModel(model: WrittenModel, settings: PriceBookSettings): ModelRates {
  const dated = (entry: WrittenEntry & { readonly overTokens?: number }): DatedRates => ({
    id: entryId(model, entry.from),
    from: entry.from ?? '',
    until: entry.until,
    picoPerToken: picoOf(entry.usdPerMillion),
    overTokens: entry.overTokens ?? 0,
  });
  return {
    standard: model.rates.map(dated),
    longContext: (model.longContext ?? []).map(dated),
    fast: (model.fast ?? []).map((entry) =>
      Object.assign(dated(entry), { clouds: entry.clouds, afterwards: entry.afterwards }),
    ),
    fastLongContext: (model.fastLongContext ?? []).map(dated),
    extendedAccess: extendedRates(model, settings),
  };
}

function extendedRates(model: WrittenModel, { extendedAccess = [] }: PriceBookSettings): ExtendedRates[] {
  const rates = model.extendedAccess;
  const day = extendedAccess.find((setting) => setting.model === model.model);
  if (rates === undefined || day === undefined) return [];
  return [
    {
      // The day alone could be that of a standard entry.
      id: `${entryId(model, day.from)}+extended`,
      from: day.from,
      until: day.to ?? null,
      picoPerToken: picoOf(rates.usdPerMillion),
      overTokens: 0,
      clouds: rates.clouds,
    },
  ];
}

function picoOf(usdPerMillion: WrittenEntry['usdPerMillion']): DatedRates['picoPerToken'] {
  return {
    input: picoPerToken(usdPerMillion.input),
    cacheRead: picoPerToken(usdPerMillion.cacheRead),
    cacheWrite5m: picoPerToken(usdPerMillion.cacheWrite5m),
    cacheWrite1h: picoPerToken(usdPerMillion.cacheWrite1h),
    output: picoPerToken(usdPerMillion.output),
  };
}

function entryId({ model }: WrittenModel, from: string | null): string {
  return `${model}@${from ?? 'launch'}`;
}
