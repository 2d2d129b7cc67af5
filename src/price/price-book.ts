import { createHash } from 'node:crypto';
import { compileBook } from './price-book-compile.js';
import { priceBookMistakes } from './price-book-checks.js';
import { priceBookSchema } from './price-book-schema.js';
import { settingMistakes, type PriceBookSettings, type SettingMistake } from './price-book-settings.js';
import type { PriceBook } from './rates.js';
import written from './price-book.json' with { type: 'json' };

/** What is wrong with a price book, all of it. */
export class PriceBookInvalid extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The price book cannot be used: ${mistakes.join(' ')}`);
    this.name = 'PriceBookInvalid';
  }
}

/**
 * A price book from its written form, with what the customer's configuration settles about its unconfirmed entries.
 * Throws PriceBookInvalid with every mistake in it.
 */
export function parsePriceBook(json: unknown, settings: PriceBookSettings = {}): PriceBook {
  const parsed = priceBookSchema.safeParse(json);
  if (!parsed.success) {
    throw new PriceBookInvalid(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`));
  }
  const book = parsed.data;
  const mistakes = [
    ...priceBookMistakes(book),
    ...settingMistakes(book, settings).map(({ path, message }) => `${path.join('.')}: ${message}.`),
  ];
  if (mistakes.length > 0) throw new PriceBookInvalid(mistakes);
  const { $schema: _, ...content } = book;
  const text = JSON.stringify(content) + (Object.keys(settings).length > 0 ? JSON.stringify(settings) : '');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { version: `${book.checkedOn}.${digest}`, checkedOn: book.checkedOn, ...compileBook(book, settings) };
}

/** The book that Ledgerline comes with. */
export const priceBook: PriceBook = parsePriceBook(written);

/** The same book with the customer's settings of its unconfirmed entries. Its version says that it is another one. */
export function priceBookWith(settings: PriceBookSettings): PriceBook {
  return parsePriceBook(written, settings);
}

/** What of a customer's settings the book that Ledgerline comes with cannot follow. */
export function mistakesInSettings(settings: PriceBookSettings): SettingMistake[] {
  return settingMistakes(priceBookSchema.parse(written), settings);
}
