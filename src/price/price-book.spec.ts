import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isCatalogued, MODEL_CATALOGUE } from '../normalise/model-catalogue.js';
import editorSchema from './price-book.schema.json' with { type: 'json' };
import { parsePriceBook, priceBook } from './price-book.js';
import { inForce } from './rates.js';
import { priceBookSchema, type WrittenPriceBook } from './price-book-schema.js';
import written from './price-book.json' with { type: 'json' };

/** The book as written, changed by `change`. */
function changed(change: (book: WrittenPriceBook) => void): WrittenPriceBook {
  const book = priceBookSchema.parse(structuredClone(written));
  change(book);
  return book;
}

function entryOf(
  book: WrittenPriceBook,
  model: string,
  index = 0,
): WrittenPriceBook['models'][number]['rates'][number] {
  const entry = book.models.find((candidate) => candidate.model === model)?.rates[index];
  if (entry === undefined) throw new Error(`no entry ${index} of ${model}`);
  return entry;
}

describe('the price book', () => {
  it('has a version that names its day and changes with any figure in it', () => {
    const { $schema: _, ...content } = priceBookSchema.parse(written);
    const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8);
    expect(priceBook.version).toBe(`${written.checkedOn}.${digest}`);
    const other = parsePriceBook(changed((book) => (entryOf(book, 'claude-opus-5').note = 'seen again')));
    expect(other.version).not.toBe(priceBook.version);
  });

  it('knows every model of the catalogue but those without a public rate', () => {
    const unpriced = MODEL_CATALOGUE.map(({ model }) => model).filter((model) => !priceBook.models.has(model));
    expect(unpriced).toEqual(['claude-instant-1', 'claude-2', 'claude-2-1', 'claude-mythos-preview']);
    for (const model of priceBook.models.keys()) expect([model, isCatalogued(model)]).toEqual([model, true]);
  });

  it('says where each rate is from', () => {
    expect(priceBook.sourceOf('claude-opus-5-5@2026-09-22')).toMatchObject({
      checkedOn: '2026-11-20',
      url: expect.stringMatching(/^https:/),
    });
    expect(priceBook.sourceOf('claude-opus-5-5@2020-01-01')).toBeNull();
  });

  it('comes with the schema that editors complete and check it by', () => {
    expect(editorSchema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(priceBookSchema))));
  });

  it('is asked by the time of the call: from the first moment of a day until the last before the next entry', () => {
    const rates = priceBook.models.get('claude-sonnet-5-5')?.standard ?? [];
    expect(inForce(rates, '2026-09-27T23:59:59.999Z')).toBeNull();
    expect(inForce(rates, '2026-09-28T00:00:00.000Z')?.id).toBe('claude-sonnet-5-5@2026-09-28');
    expect(inForce(rates, '2026-10-06T23:59:59.999Z')?.id).toBe('claude-sonnet-5-5@2026-09-28');
    expect(inForce(rates, '2026-10-07T00:00:00.000Z')?.id).toBe('claude-sonnet-5-5@2026-10-07');
  });

  it.each<[string, (book: WrittenPriceBook) => void, RegExp]>([
    [
      'entries that overlap',
      (book) => (entryOf(book, 'claude-sonnet-5-5').until = '2026-10-09'),
      /claude-sonnet-5-5, rates from 2026-09-28: overlaps/,
    ],
    [
      'an entry without an end before another',
      (book) => (entryOf(book, 'claude-sonnet-5-5').until = null),
      /overlaps the next entry/,
    ],
    [
      'a gap',
      (book) => (entryOf(book, 'claude-sonnet-5-5').until = '2026-10-05'),
      /leaves a gap \(ends 2026-10-05, the next begins 2026-10-07\)/,
    ],
    [
      'a last entry that ends',
      (book) => (entryOf(book, 'claude-3-opus').until = '2026-01-05'),
      /claude-3-opus: the last entry of rates must have no end/,
    ],
    [
      'an entry that ends before it begins',
      (book) => (entryOf(book, 'claude-sonnet-5-5').until = '2026-09-01'),
      /ends before it begins/,
    ],
    [
      'a rate ten times too high',
      (book) => (entryOf(book, 'claude-opus-5').usdPerMillion.cacheRead = '5'),
      /cacheRead is 5, but 0\.1 times input \(5\) was expected/,
    ],
    [
      'a rate ten times too low',
      (book) => (entryOf(book, 'claude-opus-5-5').usdPerMillion.cacheRead = '0.02'),
      /cacheRead is 0\.02, but 0\.05 times/,
    ],
    [
      'an input rate that slipped',
      (book) => (entryOf(book, 'claude-opus-5').usdPerMillion.input = '50'),
      /output is 25, but 5 times input \(50\)/,
    ],
    [
      'a whole entry that slipped',
      (book) =>
        (entryOf(book, 'claude-sonnet-5-5', 1).usdPerMillion = {
          input: '20',
          cacheRead: '1',
          cacheWrite5m: '25',
          cacheWrite1h: '40',
          output: '100',
        }),
      /input is 2 in one entry and 20 in another/,
    ],
    [
      'a model listed twice',
      (book) => book.models.push(...structuredClone(book.models.slice(0, 1))),
      /claude-3-opus is listed twice/,
    ],
    [
      'a source that is not listed',
      (book) => (entryOf(book, 'claude-opus-5').source = 'hearsay'),
      /"hearsay" is cited but not listed/,
    ],
    [
      'a rate that is a number with an exponent',
      (book) => (entryOf(book, 'claude-opus-5').usdPerMillion.input = '5e0'),
      /a rate is a decimal text/,
    ],
    [
      'a rate with more decimals than money has here',
      (book) => (entryOf(book, 'claude-opus-5').usdPerMillion.input = '5.00001'),
      /at most four decimals/,
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => parsePriceBook(changed(change))).toThrow(message);
  });

  it('accepts rates off the grid when they are marked so', () => {
    const book = changed((b) => {
      entryOf(b, 'claude-opus-5').usdPerMillion.cacheRead = '0.7';
      entryOf(b, 'claude-opus-5').offGrid = true;
    });
    expect(parsePriceBook(book).models.get('claude-opus-5')?.standard[0]?.picoPerToken.cacheRead).toBe(700_000n);
  });
});
