import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv-rows.js';

async function rowsOf(text: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const page of csvRows(Readable.from([Buffer.from(text)]))) rows.push(...page);
  return rows;
}

describe('rows of CSV', () => {
  it('keeps commas, quotes and line feeds within quotes, and empty fields', async () => {
    const text = '\uFEFFa,b,c\r\n"x, ""y""",,"two\nlines"\n\n1,2,\n';
    expect(await rowsOf(text)).toEqual([
      ['a', 'b', 'c'],
      ['x, "y"', '', 'two\nlines'],
      ['1', '2', ''],
    ]);
  });

  it('says that a row was cut off', async () => {
    await expect(rowsOf('a\n"cut')).rejects.toThrow('the last row ends within quotes: "cut');
  });
});
