import { describe, expect, it } from 'vitest';
import { RecordSplitter } from './split-records.js';

function recordsOf(text: string): string[] {
  const splitter = new RecordSplitter();
  return [...text.split('\n').flatMap((line) => [...splitter.line(line)]), ...splitter.end()];
}
const pretty = (value: unknown) => JSON.stringify(value, null, 2);
const a = { id: 'a', text: 'a "quoted" { bracket', list: [{ b: 1 }, []] };
const b = { id: 'b' };
const [lineA, lineB] = [JSON.stringify(a), JSON.stringify(b)];

describe('the records in a text', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['one a line', `${lineA}\n\n${lineB}\n`, [a, b]],
    ['a document over several lines', pretty(a), [a]],
    ['several such documents', `${pretty(a)}\n${pretty(b)}\n`, [a, b]],
    ['an array over several lines', pretty([a, b]), [a, b]],
    ['an array with a record a line', `[\n${lineA},\n${lineB}\n]`, [a, b]],
    ['a wrapped list', pretty({ entries: [a, b] }), [a, b]],
    ['a document, then one a line', `${pretty(a)}\n${lineB}\n${lineA}`, [a, b, a]],
  ])('are %s, in order', (_, text, records) => {
    expect(recordsOf(text).map((record): unknown => JSON.parse(record))).toEqual(records);
  });

  it.each<[string, string, readonly string[]]>([
    ['among good ones', `${lineA}\n{"cut": "of\n${lineB}`, [lineA, '{"cut": "of', lineB]],
    ['before good ones, within a text', `{"cut": "of\n${lineA}\n${lineB}`, ['{"cut": "of', lineA, lineB]],
    ['before good ones, within an object', `{"cut": 1\n${lineA}\n${lineB}`, ['{"cut": 1', lineA, lineB]],
    ['before good ones, before a value', `{"cut":\n${lineA}\n${lineB}`, ['{"cut":', lineA, lineB]],
    ['at the end', `${lineA}\n{"cut`, [lineA, '{"cut']],
    ['that is no JSON at all', `hello\n${lineA}`, ['hello', lineA]],
  ])('are what they are beside a broken line %s', (_, text, records) => {
    expect(recordsOf(text)).toEqual(records);
  });

  it('are one, which cannot be read, where a document is cut off or broken', () => {
    expect(recordsOf(pretty(a).slice(0, -1))).toHaveLength(1);
    expect(recordsOf(pretty(a).replace('"id"', 'id'))).toHaveLength(1);
    expect(recordsOf(`[\n${lineA},\n{"bad":},\n${lineB}\n]`)).toHaveLength(1);
  });

  it('come as soon as their line does', () => {
    const splitter = new RecordSplitter();
    expect([...splitter.line(lineA)]).toEqual([lineA]);
    expect([...splitter.line(lineB)]).toEqual([lineB]);
  });
});
