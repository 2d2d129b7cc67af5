import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodySizes } from './body-sizes.js';

const written = (body: unknown) => (body === null ? null : Buffer.byteLength(JSON.stringify(body)));

describe('bodySizes', () => {
  it.each([
    [
      'bodies beside other fields',
      '{"a":[1,{"b":2}],"input":{"c":1,"inputBodyJson":{"x":"y"},"d":2},"output":{"outputBodyJson":[1]}}',
      9,
      3,
    ],
    ['blanks, which are not counted', '{ "input" : { "inputBodyJson" : { "x" : 1 } , "d" : 2 } }', 7, null],
    [
      'the order of newer records',
      '{"output":{"outputBodyJson":{}},"input":{"inputBodyJson":{}},"identity":{"arn":"a"}}',
      2,
      2,
    ],
    ['bytes, not characters', '{"input":{"inputBodyJson":"€ü"}}', 7, null],
    ['escapes as the log has them', String.raw`{"input":{"inputBodyJson":"\"\\ \u20ac"}}`, 13, null],
    ['braces and quotes in texts', String.raw`{"input":{"p":"}\\\"{","inputBodyJson":{"x":"}\"]"}}}`, 12, null],
    ['bodies that are null or not there', '{"input":{"inputBodyJson":null},"output":{}}', null, null],
    ['parts that are no objects', '{"input":null,"output":"outputBodyJson"}', null, null],
    [
      'a body of that name elsewhere',
      '{"other":{"inputBodyJson":{}},"input":{"outputBodyJson":{},"inner":{"inputBodyJson":{}}}}',
      null,
      null,
    ],
    ['a body that is a bare word', '{"output":{"outputBodyJson":true,"x":1},"input":{"inputBodyJson":12}}', 2, 4],
    ['an empty record', '{}', null, null],
  ])('%s', (_, record, request, response) => {
    expect(bodySizes(record)).toEqual({ request, response });
  });

  it('is the length of the body as JSON writes it, whatever the record holds and however it is indented', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, value, value, fc.constantFrom(0, 2), (input, output, other, indent) => {
        const parts = { other, input: { other, inputBodyJson: input }, output: { outputBodyJson: output, other } };
        const sizes = { request: written(input), response: written(output) };
        expect(bodySizes(JSON.stringify(parts, null, indent))).toEqual(sizes);
      }),
    );
  });
});
