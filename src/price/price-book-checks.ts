import { isProduct, micro } from './decimal.js';
import type { WrittenEntry, WrittenModel, WrittenPriceBook } from './price-book-schema.js';

const CLASSES_ON_GRID = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

/** A neighbour's rate further off than this is taken for a slip of the decimal point. */
const LARGEST_STEP = 8n;

/** Everything wrong with a price book that parses, in sentences that say where; empty when it can be used. */
export function priceBookMistakes(book: WrittenPriceBook): string[] {
  const models = book.models.map(({ model }) => model);
  return [
    ...models.filter((model, index) => models.indexOf(model) !== index).map((model) => `${model} is listed twice.`),
    ...unknownSources(book),
    ...book.models.flatMap((model) => [
      ...timeMistakes(model),
      ...allEntries(model).flatMap(({ entry, where }) => gridMistakes(book, entry, where)),
      ...stepMistakes(model),
    ]),
  ];
}

/** All entries of a model, each with its name for a message. */
export function allEntries(model: WrittenModel): { readonly entry: WrittenEntry; readonly where: string }[] {
  const lists = {
    rates: model.rates,
    longContext: model.longContext,
    fast: model.fast,
    fastLongContext: model.fastLongContext,
  };
  return Object.entries(lists).flatMap(([list, entries = []]) =>
    entries.map((entry) => ({ entry, where: `${model.model}, ${list} from ${entry.from ?? 'the beginning'}` })),
  );
}

function unknownSources(book: WrittenPriceBook): string[] {
  const cited = [
    book.batch,
    book.webSearch,
    ...book.models.flatMap((model) => allEntries(model).map(({ entry }) => entry)),
  ];
  const unknown = new Set(cited.map(({ source }) => source).filter((source) => !Object.hasOwn(book.sources, source)));
  return [...unknown].map((source) => `The source "${source}" is cited but not listed under "sources".`);
}

/** Standard rates cover all time from the first on; tiers may begin and end, but never overlap. */
function timeMistakes({ model, rates, longContext = [], fast = [], fastLongContext = [] }: WrittenModel): string[] {
  const mistakes: string[] = [];
  for (const [list, entries] of Object.entries({ rates, longContext, fast, fastLongContext })) {
    for (const [index, entry] of entries.entries()) {
      const where = `${model}, ${list} from ${entry.from ?? 'the beginning'}`;
      if (entry.from !== null && entry.until !== null && entry.until <= entry.from)
        mistakes.push(`${where}: ends before it begins.`);
      const next = entries[index + 1];
      if (next === undefined) continue;
      const [end, start] = [entry.until ?? 'never', next.from ?? 'the beginning'];
      if (entry.until === null || next.from === null || next.from < entry.until) {
        mistakes.push(`${where}: overlaps the next entry (ends ${end}, the next begins ${start}).`);
      } else if (list === 'rates' && next.from > entry.until) {
        mistakes.push(`${where}: leaves a gap (ends ${end}, the next begins ${start}).`);
      }
    }
  }
  // Retirement is no end of a price: usage of a retired model is still priced.
  if (rates.at(-1)?.until !== null) mistakes.push(`${model}: the last entry of rates must have no end.`);
  return mistakes;
}

function gridMistakes(book: WrittenPriceBook, { usdPerMillion, grid, offGrid }: WrittenEntry, where: string): string[] {
  if (offGrid) return [];
  return CLASSES_ON_GRID.flatMap((tokenClass) => {
    const multiple = grid?.[tokenClass] ?? book.grid[tokenClass];
    if (isProduct(usdPerMillion[tokenClass], multiple, usdPerMillion.input)) return [];
    return [
      `${where}: ${tokenClass} is ${usdPerMillion[tokenClass]}, but ${multiple} times input (${usdPerMillion.input}) was ` +
        'expected; correct the rate, give the entry its own "grid", or mark it "offGrid".',
    ];
  });
}

/** Rates of one model that lie far apart: between neighbours in time, and between a tier and the rates it departs from. */
function stepMistakes({ model, rates, longContext = [], fast = [], fastLongContext = [] }: WrittenModel): string[] {
  const pairs = [
    ...rates.slice(1).map((entry, index) => [rates[index], entry] as const),
    ...[...longContext, ...fast].map((entry) => [rates[0], entry] as const),
    ...fastLongContext.map((entry) => [fast[0], entry] as const),
  ];
  return pairs.flatMap(([base, entry]) => {
    if (base === undefined) return [`${model}: a fast long-context tier needs a fast tier.`];
    if (entry.offGrid) return [];
    const [a, b] = [micro(base.usdPerMillion.input), micro(entry.usdPerMillion.input)];
    if (a <= LARGEST_STEP * b && b <= LARGEST_STEP * a) return [];
    return [
      `${model}: input is ${base.usdPerMillion.input} in one entry and ${entry.usdPerMillion.input} in another; if that is no ` +
        'slip of the decimal point, mark the second "offGrid".',
    ];
  });
}
