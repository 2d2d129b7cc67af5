import { createHash } from 'node:crypto';
import type { Cloud } from '../usage/cloud.js';
import type { PicoUsd } from '../usage/money.js';
import type { TokenClass } from '../usage/tokens.js';
import { micro, picoPerToken } from './decimal.js';
import { allEntries, priceBookMistakes } from './price-book-checks.js';
import { priceBookSchema, type WrittenEntry, type WrittenModel, type WrittenPriceBook } from './price-book-schema.js';
import written from './price-book.json' with { type: 'json' };

/** A price book ready to be asked. */
export interface PriceBook {
  /** Day of the last check and a digest of everything in it: two books with the same version price alike. */
  readonly version: string;
  readonly checkedOn: string;
  /** How many dated entries it holds. */
  readonly entries: number;
  readonly models: ReadonlyMap<string, ModelRates>;
  readonly webSearchPico: PicoUsd;
  /** Where the rates of an entry are from, by its id; `null` for an id that is not of this book. */
  sourceOf(entryId: string): RateSource | null;
}

export interface RateSource {
  readonly title: string;
  readonly url: string;
  readonly checkedOn: string;
}

export interface ModelRates {
  readonly standard: readonly DatedRates[];
  readonly longContext: readonly DatedRates[];
  readonly fast: readonly FastRates[];
  readonly fastLongContext: readonly DatedRates[];
}

export interface DatedRates {
  /** Model and first day, as the basis of a price names it: `claude-opus-5@2026-07-24`. */
  readonly id: string;
  /** First day; empty when in force since ever. ISO texts compare as times do. */
  readonly from: string;
  readonly until: string | null;
  readonly picoPerToken: Readonly<Record<TokenClass, PicoUsd>>;
  /** Prompts of more tokens pay this tier; 0 where no threshold applies. */
  readonly overTokens: number;
}

export interface FastRates extends DatedRates {
  readonly clouds: readonly Cloud[];
  readonly afterwards: 'standard' | 'refused';
}

/** What is wrong with a price book, all of it. */
export class PriceBookInvalid extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The price book cannot be used: ${mistakes.join(' ')}`);
    this.name = 'PriceBookInvalid';
  }
}

/** A price book from its written form. Throws PriceBookInvalid with every mistake in it. */
export function parsePriceBook(json: unknown): PriceBook {
  const parsed = priceBookSchema.safeParse(json);
  if (!parsed.success) {
    throw new PriceBookInvalid(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`));
  }
  const mistakes = priceBookMistakes(parsed.data);
  if (mistakes.length > 0) throw new PriceBookInvalid(mistakes);
  return compile(parsed.data);
}

function compile(book: WrittenPriceBook): PriceBook {
  const { $schema: _, ...content } = book;
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
  const sources = new Map(
    book.models.flatMap((model) =>
      allEntries(model).map(
        ({ entry }) => [entryId(model, entry), { ...book.sources[entry.source], checkedOn: entry.checkedOn }] as const,
      ),
    ),
  );
  return {
    version: `${book.checkedOn}.${digest}`,
    checkedOn: book.checkedOn,
    entries: book.models.reduce((sum, model) => sum + allEntries(model).length, 0),
    models: new Map(book.models.map((model) => [model.model, compileModel(model)])),
    webSearchPico: micro(book.webSearch.usdPerRequest) * 1_000_000n,
    sourceOf: (id) => {
      const { title, url, checkedOn } = sources.get(id) ?? {};
      return title === undefined || url === undefined || checkedOn === undefined ? null : { title, url, checkedOn };
    },
  };
}

function compileModel(model: WrittenModel): ModelRates {
  const dated = (entry: WrittenEntry & { readonly overTokens?: number }): DatedRates => compileEntry(model, entry);
  return {
    standard: model.rates.map(dated),
    longContext: (model.longContext ?? []).map(dated),
    fast: (model.fast ?? []).map((entry) =>
      Object.assign(dated(entry), { clouds: entry.clouds, afterwards: entry.afterwards }),
    ),
    fastLongContext: (model.fastLongContext ?? []).map(dated),
  };
}

function compileEntry(model: WrittenModel, entry: WrittenEntry & { readonly overTokens?: number }): DatedRates {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = entry.usdPerMillion;
  return {
    id: entryId(model, entry),
    from: entry.from ?? '',
    until: entry.until,
    picoPerToken: {
      input: picoPerToken(input),
      cacheRead: picoPerToken(cacheRead),
      cacheWrite5m: picoPerToken(cacheWrite5m),
      cacheWrite1h: picoPerToken(cacheWrite1h),
      output: picoPerToken(output),
    },
    overTokens: entry.overTokens ?? 0,
  };
}

function entryId({ model }: WrittenModel, { from }: WrittenEntry): string {
  return `${model}@${from ?? 'launch'}`;
}

/** The entry in force at an instant (ISO 8601, UTC): from 00:00:00Z of its first day on, and not on the day it ends. */
export function inForce<Entry extends DatedRates>(entries: readonly Entry[], occurredAt: string): Entry | null {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined || occurredAt < entry.from) continue;
    return entry.until === null || occurredAt < entry.until ? entry : null;
  }
  return null;
}

/** The book that Ledgerline comes with. */
export const priceBook: PriceBook = parsePriceBook(written);
