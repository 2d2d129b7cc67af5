import { MODEL_CATALOGUE, MODEL_FAMILIES } from '../normalise/model-catalogue.js';
import { isProduct, micro } from './decimal.js';
import type { WrittenEntry, WrittenExtendedAccess, WrittenModel, WrittenPriceBook } from './price-book-schema.js';

const CLASSES_ON_GRID = ['cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

/**
 * A neighbour's rate (in time, or in the family) that is further off than this is taken for a slip of the decimal point.
 * The largest real steps are 3.2 (Haiku 3 to Haiku 3.5) and 3 (Opus 4.1 to Opus 4.5).
 */
const LARGEST_STEP = 4n;

/** A tier costs at least as much as the standard rates and at most this many times as much; the dearest is six times. */
const DEAREST_TIER = 8n;

/** What a web search has cost since it could be charged: a price far from it is taken for a slip as well. */
const WEB_SEARCH_USD = '0.01';

/** Everything wrong with a price book that parses, in sentences that say where; empty when it can be used. */
export function priceBookMistakes(book: WrittenPriceBook): string[] {
  const models = book.models.map(({ model }) => model);
  return [
    ...models.filter((model, index) => models.indexOf(model) !== index).map((model) => `${model} is listed twice.`),
    ...unknownSources(book),
    ...periodMistakes('batch', book.batch, true),
    ...periodMistakes('webSearch', book.webSearch, true),
    ...webSearchSlips(book),
    ...book.models.flatMap((model) => [
      ...timeMistakes(model),
      ...allRates(model).flatMap(({ rates, where }) => gridMistakes(book, rates, where)),
      ...stepMistakes(model),
    ]),
    ...familyMistakes(book),
  ];
}

/** All dated entries of a model, each with the list it stands in and its name for a message. */
export function allEntries(
  model: WrittenModel,
): { readonly entry: WrittenEntry; readonly list: RateList; readonly where: string }[] {
  const lists = listsOf(model);
  return RATE_LISTS.flatMap((list) =>
    lists[list].map((entry) => ({
      entry,
      list,
      where: `${model.model}, ${list} from ${entry.from ?? 'the beginning'}`,
    })),
  );
}

const RATE_LISTS = ['rates', 'longContext', 'fast', 'fastLongContext'] as const;
type RateList = (typeof RATE_LISTS)[number];

function listsOf(model: WrittenModel): Record<RateList, readonly WrittenEntry[]> {
  const { rates, longContext = [], fast = [], fastLongContext = [] } = model;
  return { rates, longContext, fast, fastLongContext };
}

/** Everything of a model that has rates. */
function allRates(model: WrittenModel): { readonly rates: Rated; readonly where: string }[] {
  const dated = allEntries(model).map(({ entry, where }) => ({ rates: entry, where }));
  const { extendedAccess } = model;
  return extendedAccess === undefined
    ? dated
    : [...dated, { rates: extendedAccess, where: `${model.model}, extendedAccess` }];
}

function unknownSources(book: WrittenPriceBook): string[] {
  const cited = [
    ...book.batch,
    ...book.webSearch,
    book.govCloud,
    book.consumptionUnit,
    ...book.models.flatMap((model) => allRates(model).map(({ rates }) => rates)),
  ];
  const unknown = new Set(cited.map(({ source }) => source).filter((source) => !Object.hasOwn(book.sources, source)));
  return [...unknown].map((source) => `The source "${source}" is cited but not listed under "sources".`);
}

/** Standard rates cover all time from the first on; tiers may begin and end, but never overlap. */
function timeMistakes(model: WrittenModel): string[] {
  return Object.entries(listsOf(model)).flatMap(([list, entries]) =>
    periodMistakes(`${model.model}, ${list}`, entries, list === 'rates'),
  );
}

interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

function periodMistakes(name: string, entries: readonly Period[], mustCover: boolean): string[] {
  const mistakes: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const where = `${name} from ${entry.from ?? 'the beginning'}`;
    if (entry.from !== null && entry.until !== null && entry.until <= entry.from)
      mistakes.push(`${where}: ends before it begins.`);
    const next = entries[index + 1];
    if (next === undefined) continue;
    const [end, start] = [entry.until ?? 'never', next.from ?? 'the beginning'];
    if (entry.until === null || next.from === null || next.from < entry.until) {
      mistakes.push(`${where}: overlaps the next entry (ends ${end}, the next begins ${start}).`);
    } else if (mustCover && next.from > entry.until) {
      mistakes.push(`${where}: leaves a gap (ends ${end}, the next begins ${start}).`);
    }
  }
  // Retirement is no end of a price: usage of a retired model is still priced.
  if (mustCover && entries.at(-1)?.until !== null) {
    mistakes.push(`${name.replace(/, (\w+)$/, ': the last entry of $1')} must have no end.`);
  }
  return mistakes;
}

function gridMistakes(
  book: WrittenPriceBook,
  { usdPerMillion, grid, offGrid }: WrittenEntry | WrittenExtendedAccess,
  where: string,
): string[] {
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
function stepMistakes(model: WrittenModel): string[] {
  const { rates, longContext = [], fast = [], fastLongContext = [], extendedAccess } = model;
  const tiers = [...longContext, ...fast, ...(extendedAccess === undefined ? [] : [extendedAccess])];
  return [
    ...rates.slice(1).flatMap((entry, index) => farApart(model, rates[index], entry, areNear)),
    ...tiers.flatMap((entry) => farApart(model, rates[0], entry, isTierOf)),
    ...fastLongContext.flatMap((entry) => farApart(model, fast[0], entry, isTierOf)),
  ];
}

type Rated = WrittenEntry | WrittenExtendedAccess;

function farApart(
  { model }: WrittenModel,
  base: Rated | undefined,
  entry: Rated,
  fits: (base: string, rate: string) => boolean,
): string[] {
  if (base === undefined) return [`${model}: a fast long-context tier needs a fast tier.`];
  if (entry.offGrid || fits(base.usdPerMillion.input, entry.usdPerMillion.input)) return [];
  return [
    `${model}: input is ${base.usdPerMillion.input} in one entry and ${entry.usdPerMillion.input} in another; if that is no ` +
      'slip of the decimal point, mark the second "offGrid".',
  ];
}

function isTierOf(base: string, rate: string): boolean {
  return micro(rate) >= micro(base) && micro(rate) <= DEAREST_TIER * micro(base);
}

/** A model whose whole entry slipped has no neighbour in time that shows it; the model before it in its family does. */
function familyMistakes(book: WrittenPriceBook): string[] {
  return MODEL_FAMILIES.flatMap((family) => {
    const inOrder = MODEL_CATALOGUE.filter((entry) => entry.family === family).flatMap(
      ({ model }) => book.models.find((candidate) => candidate.model === model) ?? [],
    );
    return inOrder.slice(1).flatMap(({ model, rates: [first] }, index) => {
      const before = inOrder[index];
      const [mine, theirs] = [first?.usdPerMillion.input, before?.rates.at(-1)?.usdPerMillion.input];
      if (mine === undefined || theirs === undefined || first?.newLevel || areNear(theirs, mine)) return [];
      return [
        `${model}: input is ${mine}, that of ${before?.model} before it ${theirs}; if neither is a slip of the decimal ` +
          'point, mark the later "newLevel".',
      ];
    });
  });
}

function webSearchSlips({ webSearch }: WrittenPriceBook): string[] {
  return webSearch
    .filter(({ usdPerRequest }) => !areNear(usdPerRequest, WEB_SEARCH_USD))
    .map(({ usdPerRequest }) => `webSearch: a search costs ${usdPerRequest}, far from ${WEB_SEARCH_USD} USD.`);
}

function areNear(a: string, b: string): boolean {
  const [mine, theirs] = [micro(a), micro(b)];
  return mine <= LARGEST_STEP * theirs && theirs <= LARGEST_STEP * mine;
}
