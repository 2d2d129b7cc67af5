import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isCatalogued, MODEL_CATALOGUE } from '../normalise/model-catalogue.js';
import editorSchema from './price-book.schema.json' with { type: 'json' };
import { mistakesInSettings, parsePriceBook, priceBook, priceBookWith } from './price-book.js';
import { inForce } from './rates.js';
import { priceBookSchema, type WrittenPriceBook } from './price-book-schema.js';
import { PREMIUM_TENTHS } from './rules.js';
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
      'a whole model that slipped, by the model before it in its family',
      (book) =>
        (entryOf(book, 'claude-opus-5-5').usdPerMillion = {
          input: '40',
          cacheRead: '2',
          cacheWrite5m: '50',
          cacheWrite1h: '80',
          output: '200',
        }),
      /claude-opus-5-5: input is 40, that of claude-opus-5 before it 5; .*"newLevel"/,
    ],
    [
      'the first model of a family that slipped, by the one after it',
      (book) =>
        (entryOf(book, 'claude-fable-5').usdPerMillion = {
          input: '0.1',
          cacheRead: '0.01',
          cacheWrite5m: '0.125',
          cacheWrite1h: '0.2',
          output: '0.5',
        }),
      /claude-fable-5-1: input is 10, that of claude-fable-5 before it 0\.1/,
    ],
    [
      'a fast tier that slipped',
      (book) => {
        const fast = book.models.find(({ model }) => model === 'claude-opus-5')?.fast?.[0];
        if (fast !== undefined) fast.usdPerMillion.cacheWrite1h = '2';
      },
      /claude-opus-5, fast from 2026-07-24: cacheWrite1h is 2, but 2 times input \(10\)/,
    ],
    [
      'a whole fast tier that slipped below the standard rates',
      (book) => {
        const fast = book.models.find(({ model }) => model === 'claude-opus-5')?.fast?.[0];
        if (fast === undefined) return;
        fast.usdPerMillion = { input: '1', cacheRead: '0.1', cacheWrite5m: '1.25', cacheWrite1h: '2', output: '5' };
      },
      /claude-opus-5: input is 5 in one entry and 1 in another/,
    ],
    [
      'rates of extended access that slipped',
      (book) => {
        const extended = book.models.find(({ model }) => model === 'claude-3-5-sonnet')?.extendedAccess;
        if (extended !== undefined) extended.usdPerMillion.output = '300';
      },
      /claude-3-5-sonnet, extendedAccess: output is 300/,
    ],
    [
      'tiers that overlap',
      (book) => {
        const tiers = book.models.find(({ model }) => model === 'claude-haiku-5-5')?.longContext;
        const [tier] = tiers ?? [];
        if (tier !== undefined) tiers?.push({ ...tier, from: '2026-11-01' });
      },
      /claude-haiku-5-5, longContext from 2026-10-07: overlaps/,
    ],
    [
      'searches ten times too dear',
      (book) => book.webSearch.forEach((entry) => (entry.usdPerRequest = '0.1')),
      /webSearch: a search costs 0\.1, far from 0\.01 USD/,
    ],
    [
      'a gap between prices of searches',
      (book) => {
        const [first] = book.webSearch;
        if (first === undefined) return;
        book.webSearch.push({ ...first, from: '2027-02-01' });
        first.until = '2027-01-01';
      },
      /webSearch from the beginning: leaves a gap \(ends 2027-01-01, the next begins 2027-02-01\)/,
    ],
    [
      'batches that end',
      (book) => book.batch.forEach((entry) => (entry.until = '2027-01-01')),
      /batch must have no end|last entry of batch/,
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

  it('accepts another level of prices when it is marked so', () => {
    const book = changed((b) => {
      const entry = entryOf(b, 'claude-opus-5-5');
      entry.usdPerMillion = { input: '40', cacheRead: '2', cacheWrite5m: '50', cacheWrite1h: '80', output: '200' };
      entry.newLevel = true;
      delete b.models.find(({ model }) => model === 'claude-opus-5-5')?.fast;
    });
    expect(parsePriceBook(book).models.get('claude-opus-5-5')?.standard[0]?.picoPerToken.input).toBe(40_000_000n);
  });

  it('accepts rates off the grid when they are marked so', () => {
    const book = changed((b) => {
      entryOf(b, 'claude-opus-5').usdPerMillion.cacheRead = '0.7';
      entryOf(b, 'claude-opus-5').offGrid = true;
    });
    expect(parsePriceBook(book).models.get('claude-opus-5')?.standard[0]?.picoPerToken.cacheRead).toBe(700_000n);
  });
});

describe('what is not confirmed', () => {
  it('is marked as such, and nothing else is', () => {
    const entries = written.models.flatMap((model) =>
      [model.rates, model.longContext ?? [], model.fast ?? [], model.fastLongContext ?? []].flatMap((list) =>
        list.flatMap((entry) => ('unconfirmed' in entry && entry.unconfirmed ? `${model.model}@${entry.from}` : [])),
      ),
    );
    expect(entries).toEqual(['claude-opus-4-6@2026-02-07']);
    expect(written.govCloud.unconfirmed && written.consumptionUnit.unconfirmed).toBe(true);
    expect(priceBook.models.get('claude-3-5-sonnet')?.extendedAccess).toEqual([]);
  });

  it('is told apart by tier where two begin on one day', () => {
    const id = 'claude-opus-4-6@2026-02-07';
    expect(priceBook.sourceOf(id, 'fast')?.unconfirmed).toBe(false);
    expect(priceBook.sourceOf(id, 'fast-long-context')?.unconfirmed).toBe(true);
    expect(priceBook.sourceOf(id, 'standard')).toBeNull();
  });

  it('has in GovCloud the factor that stored amounts are printed with', () => {
    expect(priceBook.govCloudTenths).toBe(PREMIUM_TENTHS.govCloud);
  });
});

describe('settings of one’s own', () => {
  it.each([
    [{}, true],
    [{ govCloudMultiplier: '1.3' }, false],
    [{ extendedAccess: [{ model: 'claude-3-5-sonnet', from: '2026-03-01' }] }, false],
  ])('%j make the book another one, unless there are none', (settings, isSame) => {
    expect(priceBookWith(settings).version === priceBook.version).toBe(isSame);
  });

  it('that the book cannot follow are named, each at its place', () => {
    const from = '2026-03-01';
    const known = { model: 'claude-3-5-sonnet', from };
    expect(mistakesInSettings({ extendedAccess: [known, { model: 'claude-opus-5', from }, known] })).toEqual([
      { path: ['extendedAccess', 1, 'model'], message: expect.stringContaining('claude-opus-5') },
      { path: ['extendedAccess', 2, 'model'], message: expect.stringContaining('twice') },
    ]);
  });
});

/** The book as plain JSON, with the value at a path replaced; `undefined` leaves the key out. */
const planted = (path: readonly (string | number)[], value: unknown): unknown => {
  const replace = (at: unknown, [key, ...rest]: readonly (string | number)[]): unknown => {
    if (key === undefined) return value;
    if (Array.isArray(at)) return at.map((item, index) => (index === key ? replace(item, rest) : item));
    const object = z.record(z.string(), z.unknown()).parse(at);
    return { ...object, [key]: replace(object[key], rest) };
  };
  return JSON.parse(JSON.stringify(replace(written, path)));
};

describe('the schema for editors', () => {
  const asEditorsReadIt: Parameters<typeof z.fromJSONSchema>[0] = JSON.parse(JSON.stringify(editorSchema));
  const byEditor = z.fromJSONSchema(asEditorsReadIt);
  const agreeOn = (book: unknown) => [priceBookSchema.safeParse(book).success, byEditor.safeParse(book).success];
  it('and the schema that is used accept the book', () => {
    expect(agreeOn(written)).toEqual([true, true]);
  });

  const first = ['models', 0, 'rates', 0] as const;
  it.each<[string, readonly (string | number)[], unknown]>([
    ['a rate that is a number', [...first, 'usdPerMillion', 'input'], 15],
    ['a rate with an exponent', [...first, 'usdPerMillion', 'input'], '1e1'],
    ['a rate with a comma', [...first, 'usdPerMillion', 'input'], '1,5'],
    ['a negative rate', [...first, 'usdPerMillion', 'input'], '-15'],
    ['a rate with too many decimals', [...first, 'usdPerMillion', 'input'], '15.00001'],
    ['a class that is missing', [...first, 'usdPerMillion', 'cacheRead'], undefined],
    ['a class that does not exist', [...first, 'usdPerMillion', 'cacheWrite'], '1'],
    ['a day that does not exist', [...first, 'until'], '2026-02-30'],
    ['a day in another order', [...first, 'from'], '20.11.2026'],
    ['no day of the check', [...first, 'checkedOn'], undefined],
    ['a mark that is not true', [...first, 'unconfirmed'], 'yes'],
    ['a key that does not exist', [...first, 'price'], '15'],
    ['a model without rates', ['models', 0, 'rates'], []],
    ['a cloud that does not exist', ['batch', 0, 'clouds'], ['azure']],
    ['another batch discount', ['batch', 0, 'multiplier'], '0.6'],
    ['a GovCloud factor in hundredths', ['govCloud', 'multiplier'], '1.25'],
    ['a threshold that is no number', ['models', 7, 'longContext', 0, 'overTokens'], '200000'],
    ['no searches', ['webSearch'], []],
  ])('and the schema that is used refuse %s', (_, path, value) => {
    expect(agreeOn(planted(path, value))).toEqual([false, false]);
  });
});
